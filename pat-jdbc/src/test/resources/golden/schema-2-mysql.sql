-- The second schema with tokens and events in it, as mariadb-dump of MySQL 8.0.12 dumped it; what only that tool or its server needs is left out.
-- No release ever invalidates a token: this is read for ever, and never changed.

CREATE TABLE `pat_change` (
  `seq` bigint(20) NOT NULL,
  `digest` binary(32) NOT NULL,
  PRIMARY KEY (`seq`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO `pat_change` VALUES (1,0xD52C53CD690CAC6F7CF036365EDCCFC4D1D44F4F773972E1CE610DC12158C424);
INSERT INTO `pat_change` VALUES (2,0x3A52BE3A7C3117BD375956E683E07C70FC253DBF231C1EB51C2AB8AFA13CE671);
INSERT INTO `pat_change` VALUES (3,0xB9AA8F23CDB0219421FBC0872931C420840338B0FC84C242B91F6F97272FFBAE);
INSERT INTO `pat_change` VALUES (4,0xB6D1E76EAECEFFA20D8C34FE1BEE3D2C2E401E4E6248373E8A6012242986D564);
INSERT INTO `pat_change` VALUES (5,0x16062469EEFB66562F13E81019AF2194000A7CA022431AA1E12616E8E72459B6);
CREATE TABLE `pat_change_counter` (
  `id` smallint(6) NOT NULL,
  `newest` bigint(20) NOT NULL,
  PRIMARY KEY (`id`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO `pat_change_counter` VALUES (1,5);
CREATE TABLE `pat_event` (
  `seq` bigint(20) NOT NULL AUTO_INCREMENT,
  `happened_at` bigint(20) NOT NULL,
  `token_id` bigint(20) NOT NULL,
  `owner` varchar(255) COLLATE utf8mb4_bin NOT NULL,
  `kind` varchar(32) COLLATE utf8mb4_bin NOT NULL,
  `actor` varchar(255) COLLATE utf8mb4_bin DEFAULT NULL,
  `address` varchar(255) COLLATE utf8mb4_bin DEFAULT NULL,
  `detail` varchar(255) COLLATE utf8mb4_bin DEFAULT NULL,
  PRIMARY KEY (`seq`),
  KEY `pat_event_token_id` (`token_id`,`happened_at`,`seq`),
  KEY `pat_event_happened_at` (`happened_at`)
) ENGINE=InnoDB AUTO_INCREMENT=8 DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO `pat_event` VALUES (1,1767323045678,1,'ada','issued',NULL,NULL,NULL);
INSERT INTO `pat_event` VALUES (2,1767323045678,78,'ünï 山 🚀','imported','migration',NULL,NULL);
INSERT INTO `pat_event` VALUES (3,1767323045678,9007199254740991,'ünï 山 🚀','issued','token 78',NULL,NULL);
INSERT INTO `pat_event` VALUES (4,1767323045678,9007199254740991,'ünï 山 🚀','first-used',NULL,'2001:db8::7',NULL);
INSERT INTO `pat_event` VALUES (5,1772366399999,9007199254740991,'ünï 山 🚀','changed','ünï 山 🚀','192.0.2.7','laptop 🚀 \"><b> \\ \'x\' -- ; $1 ');
INSERT INTO `pat_event` VALUES (6,1772366400000,78,'ünï 山 🚀','deleted','ada',NULL,'tidied up');
INSERT INTO `pat_event` VALUES (7,1772366400000,9007199254740991,'ünï 山 🚀','of-a-later-release',NULL,NULL,'山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山山');
CREATE TABLE `pat_schema` (
  `version` int(11) NOT NULL,
  PRIMARY KEY (`version`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO `pat_schema` VALUES (1);
INSERT INTO `pat_schema` VALUES (2);
CREATE TABLE `pat_token` (
  `id` bigint(20) NOT NULL,
  `digest` binary(32) NOT NULL,
  `hash_key_id` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `owner` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `name` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `scopes` varchar(4000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `allowed_addresses` varchar(4000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `attributes` mediumtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `last_eight` varchar(8) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  `created_at` bigint(20) NOT NULL,
  `issued_at` bigint(20) NOT NULL,
  `updated_at` bigint(20) NOT NULL,
  `expires_at` bigint(20) DEFAULT NULL,
  `expiry_warned_at` bigint(20) DEFAULT NULL,
  `last_used_at` bigint(20) DEFAULT NULL,
  `last_used_from` varchar(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `revoked_at` bigint(20) DEFAULT NULL,
  `revoked_by` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `revocation_reason` varchar(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT NULL,
  `rotated_at` bigint(20) DEFAULT NULL,
  `rotated_from` bigint(20) DEFAULT NULL,
  `minted_by` bigint(20) DEFAULT NULL,
  `family` bigint(20) NOT NULL,
  `version` bigint(20) NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `pat_token_digest` (`digest`),
  KEY `pat_token_owner` (`owner`),
  KEY `pat_token_family` (`family`),
  KEY `pat_token_minted_by` (`minted_by`),
  KEY `pat_token_hash_key_id` (`hash_key_id`),
  KEY `pat_token_expires_at` (`expires_at`),
  KEY `pat_token_revoked_at` (`revoked_at`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin;

INSERT INTO `pat_token` VALUES (1,0xD52C53CD690CAC6F7CF036365EDCCFC4D1D44F4F773972E1CE610DC12158C424,'sha256','ada','','','','','ST4PMbyp',1767323045678,1767323045678,1767323045678,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,1,1);
INSERT INTO `pat_token` VALUES (7,0x3A52BE3A7C3117BD375956E683E07C70FC253DBF231C1EB51C2AB8AFA13CE671,'k2','bob','','','','','002C8GjS',1767323045678,1767323045678,1767323045678,NULL,NULL,NULL,NULL,1772323199999,'leak-report','seen in a \'gist\'',NULL,NULL,NULL,7,2);
INSERT INTO `pat_token` VALUES (8,0xB9AA8F23CDB0219421FBC0872931C420840338B0FC84C242B91F6F97272FFBAE,'k2','bob ','','','','','114SunM0',1767323045678,1767323045678,1767323045678,1772366400000,NULL,NULL,NULL,NULL,NULL,NULL,1772362800000,NULL,NULL,8,2);
INSERT INTO `pat_token` VALUES (2147483647,0xB6D1E76EAECEFFA20D8C34FE1BEE3D2C2E401E4E6248373E8A6012242986D564,'k1','Bob','','repo:read','','','232LolCm',1767323045678,1767323045678,1767323045678,253402300799999,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,2147483647,1);
INSERT INTO `pat_token` VALUES (9007199254740991,0x16062469EEFB66562F13E81019AF2194000A7CA022431AA1E12616E8E72459B6,'k2','ünï 山 🚀','laptop 🚀 \"><b> \\ \'x\' -- ; $1 ','gist repo','192.0.2.0/24 2001:db8::/32 ::1','empty=&key_2=a+%3D+b&ticket=PAT-7&wide=%E5%B1%B1%26%25%F0%9F%9A%80','x92w9HnQ',1767323045678,1769904000000,1769990400001,1798761600000,1796169600000,1772273460000,'2001:db8::7',NULL,NULL,NULL,NULL,77,78,79,12);
