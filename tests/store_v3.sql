-- The store of store_v2.sql as version 3 of the program brought it to its schema and then took in a lead.
BEGIN TRANSACTION;
CREATE TABLE accounts (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, secret TEXT NOT NULL, stamp INTEGER NOT NULL) STRICT;
INSERT INTO accounts VALUES(1,'郭','$argon2id$not-a-real-one',1);
CREATE TABLE change_rows (
  change INTEGER NOT NULL,
  n INTEGER NOT NULL,
  "table" TEXT NOT NULL,
  key TEXT NOT NULL,
  before TEXT, /* JSON; null: no row */
  after TEXT,
  place_before TEXT, /* code; null: the whole zone */
  place_after TEXT,
  PRIMARY KEY (change, n)
) STRICT, WITHOUT ROWID;
INSERT INTO change_rows VALUES(3,1,'firms','f1','{"id":"f1","name_zh":"甲","uscc":"91350100M000100Y43","place":"p1","role":"leader","source":["s1"]}','{"id":"f1","name_zh":"甲","uscc":"91350100M000100Y43","place":"p1","role":"leader","source":["s1"],"note":"旧版改动"}','p1','p1');
INSERT INTO change_rows VALUES(5,1,'leads','l1',NULL,'{"id":"l1","name_zh":"示意项目","uscc":"91350100M000100Y43","firm":"f1","investment_wan":105000.5,"place":"p1","source":["illustrative"]}',NULL,'p1');
CREATE TABLE changes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at_s INTEGER NOT NULL, /* UTC seconds since 1970 */
  account INTEGER NOT NULL, /* 0: the program */
  who TEXT NOT NULL,
  note TEXT NOT NULL,
  undoes INTEGER UNIQUE,
  before TEXT NOT NULL, /* digests of the content */
  after TEXT NOT NULL
) STRICT;
INSERT INTO changes VALUES(1,1700000001,0,'','loaded',NULL,'','b1f71b5b5c65977c');
INSERT INTO changes VALUES(2,1700000002,0,'','loaded',NULL,'b1f71b5b5c65977c','46de2b998b72d8af');
INSERT INTO changes VALUES(3,1700000003,1,'郭','更正',NULL,'46de2b998b72d8af','ff5394e7d48e47e0');
INSERT INTO changes VALUES(4,1700000004,0,'','migrated',NULL,'ff5394e7d48e47e0','93749942bea28854');
INSERT INTO changes VALUES(5,1700000005,0,'','leads.csv',NULL,'93749942bea28854','47454bed1cd3e22f');
CREATE TABLE grants (account INTEGER NOT NULL, place TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (account, place)) STRICT, WITHOUT ROWID;
INSERT INTO grants VALUES(1,'p1','reader');
INSERT INTO grants VALUES(1,'zone','steward');
CREATE TABLE store_key (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL) STRICT;
INSERT INTO store_key VALUES(1,X'000102030405060708090a0b0c0d0e0f');
CREATE TABLE "zone" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "place" TEXT NOT NULL,
  "members" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO zone VALUES('z','长合区',NULL,'p3','p1 p2','illustrative',NULL,NULL,NULL);
CREATE TABLE "places" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "level" TEXT NOT NULL,
  "parent" TEXT,
  "parts_in" TEXT,
  "manager" TEXT,
  "lon" REAL, /* deg */
  "lat" REAL, /* deg */
  "frame" TEXT,
  "area_km2" REAL, /* km2 */
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO places VALUES('p1','长兴县',NULL,'county',NULL,NULL,NULL,119.90000000000000568,31.0,NULL,1431.2000000000000454,'illustrative','2023-05',NULL,NULL);
INSERT INTO places VALUES('p2','广德市','Guangde','county',NULL,NULL,NULL,119.39465359999999804,30.902048099999998242,'wgs84',NULL,'illustrative',NULL,'assumed unverified',NULL);
INSERT INTO places VALUES('p3','合作区',NULL,'zone',NULL,'p1 p2',NULL,NULL,NULL,NULL,NULL,'illustrative',NULL,NULL,NULL);
CREATE TABLE "place_history" (
  "old" TEXT NOT NULL,
  "new" TEXT NOT NULL,
  "valid_from" TEXT,
  "name_old" TEXT,
  "name_new" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("old")
) STRICT, WITHOUT ROWID;
INSERT INTO place_history VALUES('p0','p2','2019',NULL,NULL,'illustrative',NULL,NULL);
CREATE TABLE "outlines" (
  "place" TEXT NOT NULL,
  "geometry" BLOB NOT NULL, /* src/store/blob.h */
  "frame" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("place")
) STRICT, WITHOUT ROWID;
INSERT INTO outlines VALUES('p1',X'02000000030000000e00000000000000020000000300000000000000050000000a0000000e0000000000000000000000000000000000000000000000000022400000000000000000000000000000224000000000000022400000000000000000000000000000224000000000000000000000000000000000000000000000f03f000000000000f03f000000000000f03fcdcccccccccc0040000000000000004000000000000000400000000000000040000000000000f03f000000000000f03f000000000000f03f000000000000344000000000000000000000000000003e400000000000000000000000000000344095d626e80b2e113e00000000000034400000000000000000',NULL,'illustrative',NULL,'illustrative',NULL);
CREATE TABLE "sources" (
  "id" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT,
  "date" TEXT,
  "licence" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO sources VALUES('s1','A report',NULL,'2023-05-29',NULL,NULL);
CREATE TABLE "assumptions" (
  "id" TEXT NOT NULL,
  "value" REAL NOT NULL,
  "name_zh" TEXT,
  "name_en" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO assumptions VALUES('beta',0.10000000000000000555,NULL,NULL,'say "a, b"');
CREATE TABLE "chains" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "valid_from" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO chains VALUES('c','装备',NULL,NULL,'s1',NULL,NULL);
CREATE TABLE "segments" (
  "id" TEXT NOT NULL,
  "chain" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "tier" TEXT NOT NULL,
  "group" TEXT,
  "group_en" TEXT,
  "gb4754" TEXT,
  "gb_nearest" TEXT,
  "need" REAL, /* need_unit */
  "typical" REAL, /* need_unit */
  "need_unit" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO segments VALUES('a','c','电池',NULL,'up',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'s1',NULL,NULL);
INSERT INTO segments VALUES('b','c','整车',NULL,'down',NULL,NULL,NULL,NULL,NULL,NULL,NULL,'s1',NULL,NULL);
CREATE TABLE "same_as" (
  "a" TEXT NOT NULL,
  "b" TEXT NOT NULL,
  "relation" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("a", "b")
) STRICT, WITHOUT ROWID;
CREATE TABLE "links" (
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  "loop" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("from", "to")
) STRICT, WITHOUT ROWID;
INSERT INTO links VALUES('a','b',NULL,'s1',NULL,NULL);
INSERT INTO links VALUES('b','a','yes','s1',NULL,NULL);
CREATE TABLE "surveys" (
  "id" TEXT NOT NULL,
  "place" TEXT,
  "chain" TEXT,
  "segment" TEXT,
  "looked_for" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE "firms" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "uscc" TEXT,
  "stock_code" TEXT,
  "exchange" TEXT,
  "parent" TEXT,
  "parent_name" TEXT,
  "place" TEXT NOT NULL,
  "zone" TEXT,
  "lon" REAL, /* deg */
  "lat" REAL, /* deg */
  "frame" TEXT,
  "precision" TEXT,
  "role" TEXT,
  "tier" TEXT,
  "former_names" TEXT,
  "capital_wan" INTEGER, /* fen */
  "founded_on" TEXT,
  "gb4754" TEXT,
  "products" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  "follow_up" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO firms VALUES('f1','甲',NULL,'91350100M000100Y43',NULL,NULL,NULL,NULL,'p1',NULL,NULL,NULL,NULL,NULL,'leader',NULL,NULL,NULL,NULL,NULL,NULL,'s1',NULL,NULL,'旧版改动',NULL);
INSERT INTO firms VALUES('f2','乙',NULL,NULL,NULL,NULL,'f1',NULL,'p2',NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'s1 illustrative',NULL,NULL,NULL,NULL);
CREATE TABLE "firm_segments" (
  "firm" TEXT NOT NULL,
  "segment" TEXT NOT NULL,
  "nearest" TEXT,
  "capacity" REAL, /* need_unit */
  "source" TEXT,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("firm", "segment")
) STRICT, WITHOUT ROWID;
INSERT INTO firm_segments VALUES('f1','a',NULL,9.9999999999999995472e-08,'s1',NULL,NULL,NULL);
CREATE TABLE "ties" (
  "supplier" TEXT NOT NULL,
  "customer" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "x" REAL, /* 0..1 */
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("supplier", "customer", "evidence")
) STRICT, WITHOUT ROWID;
CREATE TABLE "signals" (
  "firm" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "evidence" TEXT NOT NULL,
  "x" REAL, /* 0..1 */
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("firm", "kind", "evidence")
) STRICT, WITHOUT ROWID;
INSERT INTO signals VALUES('f2','expansion','e',0.3000000000000000444,'s1',NULL,NULL,NULL);
CREATE TABLE "districts" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "covers" TEXT,
  "staff" INTEGER, /* persons */
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO districts VALUES('d','上海片区',NULL,'p1 p2',20,'s1',NULL,NULL,NULL);
CREATE TABLE "projects" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "kind" TEXT NOT NULL,
  "firm" TEXT,
  "place" TEXT NOT NULL,
  "zone" TEXT,
  "investment_wan" INTEGER, /* fen */
  "area_mu" INTEGER, /* 1/300 m2 */
  "output_wan" INTEGER, /* fen */
  "tax_wan" INTEGER, /* fen */
  "jobs" INTEGER, /* persons */
  "capacity" TEXT,
  "segments" TEXT,
  "origin" TEXT,
  "status" TEXT,
  "status_on" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  "follow_up" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO projects VALUES('j','一期',NULL,'industry',NULL,'p1',NULL,12345670000,20100000,NULL,NULL,0,NULL,NULL,NULL,NULL,NULL,'s1',NULL,NULL,NULL);
CREATE TABLE "firm_years" (
  "firm" TEXT NOT NULL,
  "year" TEXT NOT NULL,
  "revenue_wan" INTEGER, /* fen */
  "insured" INTEGER, /* persons */
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("firm", "year")
) STRICT, WITHOUT ROWID;
CREATE TABLE "firm_titles" (
  "firm" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "since" TEXT,
  "until" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("firm", "title")
) STRICT, WITHOUT ROWID;
CREATE TABLE "leads" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "reported_by" TEXT,
  "leader" TEXT,
  "tracker" TEXT,
  "investor" TEXT,
  "uscc" TEXT,
  "firm" TEXT,
  "origin" TEXT,
  "funding" TEXT,
  "industry" TEXT,
  "investment_wan" INTEGER, /* fen */
  "fixed_wan" INTEGER, /* fen */
  "arrived_wan" INTEGER, /* fen */
  "output_wan" INTEGER, /* fen */
  "tax_wan" INTEGER, /* fen */
  "jobs" INTEGER, /* persons */
  "area_mu" INTEGER, /* 1/300 m2 */
  "signed_on" TEXT,
  "started_on" TEXT,
  "finished_on" TEXT,
  "counted_on" TEXT,
  "producing_on" TEXT,
  "first_talk" TEXT,
  "place" TEXT,
  "transfer_to" TEXT,
  "transfer_on" TEXT,
  "transfer_status" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO leads VALUES('l1','示意项目',NULL,NULL,NULL,NULL,'91350100M000100Y43','f1',NULL,NULL,NULL,105000500000,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,'p1',NULL,NULL,NULL,'illustrative',NULL,NULL,NULL);
CREATE TABLE "parcels" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "place" TEXT NOT NULL,
  "seat" TEXT,
  "use" TEXT,
  "area_mu" INTEGER, /* 1/300 m2 */
  "ratio_least" REAL, /* 1 */
  "ratio_most" REAL, /* 1 */
  "investment_mu_wan" INTEGER, /* fen */
  "output_mu_wan" INTEGER, /* fen */
  "tax_mu_wan" INTEGER, /* fen */
  "price_wan" INTEGER, /* fen */
  "deposit_wan" INTEGER, /* fen */
  "lon" REAL, /* deg */
  "lat" REAL, /* deg */
  "frame" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE "yields" (
  "firm" TEXT NOT NULL,
  "year" TEXT NOT NULL,
  "tax_mu_wan" INTEGER, /* fen */
  "added_mu_wan" INTEGER, /* fen */
  "added_energy_wan" INTEGER, /* fen */
  "added_emission_wan" INTEGER, /* fen */
  "labour_wan" INTEGER, /* fen */
  "research" REAL, /* 0..1 */
  "grade" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("firm", "year")
) STRICT, WITHOUT ROWID;
CREATE TABLE "rates" (
  "id" TEXT NOT NULL,
  "currency" TEXT NOT NULL,
  "on" TEXT NOT NULL,
  "wan" INTEGER NOT NULL, /* fen */
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE "offices" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "place" TEXT,
  "contact" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE "duties" (
  "id" TEXT NOT NULL,
  "office" TEXT NOT NULL,
  "table" TEXT NOT NULL,
  "figure" TEXT,
  "place" TEXT,
  "cadence" TEXT NOT NULL,
  "due_days" INTEGER, /* days */
  "covered" TEXT,
  "received_on" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (digest TEXT NOT NULL) STRICT;
INSERT INTO snapshot VALUES('47454bed1cd3e22f');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('changes',5);
INSERT INTO sqlite_sequence VALUES('accounts',1);
COMMIT;
PRAGMA application_id=1130907749;
PRAGMA user_version=3;
PRAGMA journal_mode=WAL;
