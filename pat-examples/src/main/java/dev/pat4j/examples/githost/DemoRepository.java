package dev.pat4j.examples.githost;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.jspecify.annotations.Nullable;

/** Something to clone: a bare repository with three commits on {@code main}. */
final class DemoRepository {

  private static final Instant FIRST = Instant.parse("2024-05-01T09:00:00Z");

  private final ObjectInserter objects;
  private final Map<String, String> files = new TreeMap<>();
  private @Nullable ObjectId last;
  private int commits;

  private DemoRepository(ObjectInserter objects) {
    this.objects = objects;
  }

  static void create(Path path) throws IOException {
    try (Repository repository = FileRepositoryBuilder.create(path.toFile())) {
      repository.create(true);
      repository.updateRef(Constants.HEAD).link(Constants.R_HEADS + "main");
      RefUpdate main = repository.updateRef(Constants.R_HEADS + "main");
      main.setNewObjectId(commits(repository));
      if (main.update() != RefUpdate.Result.NEW) {
        throw new IOException("cannot write to " + path);
      }
    }
  }

  private static ObjectId commits(Repository repository) throws IOException {
    try (ObjectInserter objects = repository.newObjectInserter()) {
      DemoRepository demo = new DemoRepository(objects);
      demo.commit("Begin", "README.md", "# demo\n\nSomething to clone.\n");
      demo.commit("Greet", "hello.sh", "echo 'Hello from the demo'\n");
      ObjectId last = demo.commit("Say who may copy it", "LICENSE", "Do with it as you like.\n");
      objects.flush();
      return last;
    }
  }

  private ObjectId commit(String message, String file, String content) throws IOException {
    files.put(file, content);
    TreeFormatter tree = new TreeFormatter();
    for (Map.Entry<String, String> entry : files.entrySet()) {
      byte[] bytes = entry.getValue().getBytes(UTF_8);
      tree.append(entry.getKey(), FileMode.REGULAR_FILE, objects.insert(Constants.OBJ_BLOB, bytes));
    }
    Instant time = FIRST.plusSeconds(3_600L * commits++);
    PersonIdent author = new PersonIdent("Grace", "grace@example.org", time, ZoneOffset.UTC);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(objects.insert(tree));
    commit.setAuthor(author);
    commit.setCommitter(author);
    commit.setMessage(message + "\n");
    if (last != null) {
      commit.setParentId(last);
    }
    last = objects.insert(commit);
    return last;
  }
}
