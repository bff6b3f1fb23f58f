package dev.pat4j.examples.githost;

import static dev.pat4j.scope.ScopeCatalog.within;

import dev.pat4j.scope.ScopeCatalog;

/**
 * GitHub's scopes for personal access tokens, as a catalogue. The tree says which implies which;
 * the names alone say nothing: {@code delete_repo} is not part of {@code repo}, {@code workflow} of
 * nothing, since each turns ordinary writing into destruction or into running code.
 */
final class GitHubScopes {

  private GitHubScopes() {}

  static ScopeCatalog catalog() {
    ScopeCatalog.Builder scopes = ScopeCatalog.builder();
    repositories(scopes);
    organisations(scopes);
    people(scopes);
    enterprise(scopes);
    return scopes.build();
  }

  private static void repositories(ScopeCatalog.Builder scopes) {
    scopes
        .scope("repo", "Full control of repositories, including private ones")
        .scope("repo:status", "Read and write commit statuses", within("repo"))
        .scope("repo_deployment", "Read and write deployment statuses", within("repo"))
        .scope("public_repo", "Read and write public repositories", within("repo"))
        .scope("repo:invite", "Accept and decline invitations to repositories", within("repo"))
        .scope("security_events", "Read and write security events", within("repo"))
        .scope("workflow", "Update workflow files, which CI runs")
        .scope("delete_repo", "Delete repositories")
        // GitHub lets repo and public_repo manage hooks as well, by rules of those routes: a token
        // with all three lists all three, so this is no implication.
        .scope("admin:repo_hook", "Full control of repository hooks")
        .scope("write:repo_hook", "Read and write repository hooks", within("admin:repo_hook"))
        .scope("read:repo_hook", "Read repository hooks", within("write:repo_hook"))
        .scope("write:packages", "Upload packages")
        .scope("read:packages", "Download packages", within("write:packages"))
        .scope("delete:packages", "Delete packages");
  }

  private static void organisations(ScopeCatalog.Builder scopes) {
    scopes
        .scope("admin:org", "Full control of organisations and teams")
        .scope("write:org", "Read and write memberships and projects", within("admin:org"))
        .scope("read:org", "Read memberships and projects", within("write:org"))
        .scope("manage_runners:org", "Manage organisation runners", within("admin:org"))
        .scope("admin:org_hook", "Full control of organisation hooks")
        .scope("project", "Full control of projects")
        .scope("read:project", "Read projects", within("project"));
  }

  private static void people(ScopeCatalog.Builder scopes) {
    scopes
        .scope("admin:public_key", "Full control of SSH keys")
        .scope("write:public_key", "Write SSH keys", within("admin:public_key"))
        .scope("read:public_key", "Read SSH keys", within("write:public_key"))
        .scope("admin:gpg_key", "Full control of GPG keys")
        .scope("write:gpg_key", "Write GPG keys", within("admin:gpg_key"))
        .scope("read:gpg_key", "Read GPG keys", within("write:gpg_key"))
        .scope("gist", "Create gists")
        .scope("notifications", "Read notifications")
        .scope("user", "Update all profile data")
        .scope("read:user", "Read all profile data", within("user"))
        .scope("user:email", "Read e-mail addresses", within("user"))
        .scope("user:follow", "Follow and unfollow people", within("user"))
        .scope("codespace", "Full control of codespaces")
        .scope("codespace:secrets", "Change the secrets of codespaces", within("codespace"));
  }

  private static void enterprise(ScopeCatalog.Builder scopes) {
    scopes
        .scope("admin:enterprise", "Full control of enterprises")
        .scope("manage_runners:enterprise", "Manage enterprise runners", within("admin:enterprise"))
        .scope(
            "manage_billing:enterprise",
            "Read and write enterprise billing",
            within("admin:enterprise"))
        .scope("read:enterprise", "Read enterprise profiles", within("admin:enterprise"))
        .scope("audit_log", "Full control of audit logs")
        .scope("read:audit_log", "Read audit logs", within("audit_log"))
        .scope("site_admin", "Administer the site");
  }
}
