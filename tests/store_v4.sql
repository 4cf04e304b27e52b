-- The store of store_v3.sql as version 4 of the program brought it to its schema and then took in an agreement.
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
INSERT INTO change_rows VALUES(7,1,'agreements','a1',NULL,'{"id":"a1","name_zh":"示意协议","form":"referral","base":"stated","base_wan":100.5,"start_event":"signed","start_on":"2024","source":["illustrative"]}',NULL,NULL);
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
INSERT INTO changes VALUES(6,1700000006,0,'','migrated',NULL,'47454bed1cd3e22f','0dcdd6fbe31d56b4');
INSERT INTO changes VALUES(7,1700000007,0,'','agreements.csv',NULL,'0dcdd6fbe31d56b4','5f3d97fc43135d52');
CREATE TABLE grants (account INTEGER NOT NULL, place TEXT NOT NULL, role TEXT NOT NULL, PRIMARY KEY (account, place)) STRICT, WITHOUT ROWID;
INSERT INTO grants VALUES(1,'p1','reader');
INSERT INTO grants VALUES(1,'zone','steward');
CREATE TABLE store_key (id INTEGER PRIMARY KEY CHECK (id = 1), bytes BLOB NOT NULL) STRICT;
INSERT INTO store_key VALUES(1,X'000102030405060708090a0b0c0d0e0f');
CREATE TABLE IF NOT EXISTS "zone" (
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
CREATE TABLE IF NOT EXISTS "places" (
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
CREATE TABLE IF NOT EXISTS "place_history" (
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
CREATE TABLE IF NOT EXISTS "outlines" (
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
CREATE TABLE IF NOT EXISTS "sources" (
  "id" TEXT NOT NULL,
  "title" TEXT NOT NULL,
  "kind" TEXT,
  "date" TEXT,
  "licence" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO sources VALUES('s1','A report',NULL,'2023-05-29',NULL,NULL);
CREATE TABLE IF NOT EXISTS "assumptions" (
  "id" TEXT NOT NULL,
  "value" REAL NOT NULL,
  "name_zh" TEXT,
  "name_en" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO assumptions VALUES('beta',0.10000000000000000555,NULL,NULL,'say "a, b"');
CREATE TABLE IF NOT EXISTS "chains" (
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
CREATE TABLE IF NOT EXISTS "segments" (
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
CREATE TABLE IF NOT EXISTS "same_as" (
  "a" TEXT NOT NULL,
  "b" TEXT NOT NULL,
  "relation" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("a", "b")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "links" (
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
CREATE TABLE IF NOT EXISTS "surveys" (
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
CREATE TABLE IF NOT EXISTS "firms" (
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
CREATE TABLE IF NOT EXISTS "firm_segments" (
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
CREATE TABLE IF NOT EXISTS "ties" (
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
CREATE TABLE IF NOT EXISTS "signals" (
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
CREATE TABLE IF NOT EXISTS "districts" (
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
CREATE TABLE IF NOT EXISTS "projects" (
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
CREATE TABLE IF NOT EXISTS "firm_years" (
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
CREATE TABLE IF NOT EXISTS "firm_titles" (
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
CREATE TABLE IF NOT EXISTS "leads" (
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
CREATE TABLE IF NOT EXISTS "parcels" (
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
CREATE TABLE IF NOT EXISTS "yields" (
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
CREATE TABLE IF NOT EXISTS "rates" (
  "id" TEXT NOT NULL,
  "currency" TEXT NOT NULL,
  "on" TEXT NOT NULL,
  "wan" INTEGER NOT NULL, /* fen */
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "offices" (
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
CREATE TABLE IF NOT EXISTS "duties" (
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
CREATE TABLE IF NOT EXISTS "road_nodes" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT,
  "name_en" TEXT,
  "kind" TEXT,
  "place" TEXT,
  "lon" REAL NOT NULL, /* deg */
  "lat" REAL NOT NULL, /* deg */
  "frame" TEXT,
  "gate" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "road_edges" (
  "id" TEXT NOT NULL,
  "from" TEXT NOT NULL,
  "to" TEXT NOT NULL,
  "road" TEXT,
  "class" TEXT NOT NULL,
  "lanes" INTEGER, /* lanes */
  "limit_kmh" REAL, /* km/h */
  "plan_kmh" REAL, /* km/h */
  "length_km" REAL, /* km */
  "extra_s" REAL, /* s */
  "toll_s" REAL, /* s */
  "toll" TEXT,
  "oneway" TEXT,
  "height_m" REAL, /* m */
  "weight_t" REAL, /* t */
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "road_works" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "kind" TEXT NOT NULL,
  "active" TEXT,
  "edges" TEXT,
  "path" TEXT,
  "class" TEXT,
  "lanes" INTEGER, /* lanes */
  "limit_kmh" REAL, /* km/h */
  "plan_kmh" REAL, /* km/h */
  "length_km" REAL, /* km */
  "extra_s" REAL, /* s */
  "oneway" TEXT,
  "reversed" TEXT,
  "join_m" REAL, /* m */
  "opens" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "road_speeds" (
  "profile" TEXT NOT NULL,
  "class" TEXT NOT NULL,
  "limit_kmh" REAL NOT NULL, /* km/h */
  "factor" REAL NOT NULL, /* 0..1 */
  "most_kmh" REAL, /* km/h */
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("profile", "class")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "stations" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "place" TEXT NOT NULL,
  "lon" REAL, /* deg */
  "lat" REAL, /* deg */
  "frame" TEXT,
  "kind" TEXT,
  "lines" TEXT,
  "opened" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "facilities" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "kind" TEXT NOT NULL,
  "place" TEXT NOT NULL,
  "lon" REAL, /* deg */
  "lat" REAL, /* deg */
  "frame" TEXT,
  "capacity" REAL,
  "group" TEXT,
  "shared" TEXT,
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "residents" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "place" TEXT NOT NULL,
  "lon" REAL, /* deg */
  "lat" REAL, /* deg */
  "frame" TEXT,
  "people" INTEGER, /* persons */
  "source" TEXT NOT NULL,
  "as_of" TEXT,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "water" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT,
  "geometry" BLOB NOT NULL, /* src/store/blob.h */
  "frame" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "agreements" (
  "id" TEXT NOT NULL,
  "name_zh" TEXT NOT NULL,
  "name_en" TEXT,
  "form" TEXT NOT NULL,
  "project" TEXT,
  "signed_on" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "base" TEXT NOT NULL,
  "base_wan" INTEGER, /* fen */
  "start_event" TEXT NOT NULL,
  "start_on" TEXT,
  "suspended_from" TEXT,
  "suspended_to" TEXT,
  "land_returned_mu" INTEGER, /* 1/300 m2 */
  "land_kept_mu" INTEGER, /* 1/300 m2 */
  "version" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
INSERT INTO agreements VALUES('a1','示意协议',NULL,'referral',NULL,NULL,NULL,NULL,'stated',100500000,'signed','2024',NULL,NULL,NULL,NULL,NULL,'illustrative',NULL,NULL);
CREATE TABLE IF NOT EXISTS "agreement_parties" (
  "agreement" TEXT NOT NULL,
  "party" TEXT NOT NULL,
  "name_zh" TEXT,
  "place" TEXT,
  "role" TEXT NOT NULL,
  "overflow" TEXT,
  "floor_wan" INTEGER, /* fen */
  "cap_year_wan" INTEGER, /* fen */
  "cap_wan" INTEGER, /* fen */
  "paid_wan" INTEGER, /* fen */
  "repay_wan" INTEGER, /* fen */
  "alone_wan" INTEGER, /* fen */
  "assessment" TEXT,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("agreement", "party")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "agreement_phases" (
  "id" TEXT NOT NULL,
  "agreement" TEXT NOT NULL,
  "party" TEXT NOT NULL,
  "streams" TEXT,
  "class" TEXT,
  "from_year" INTEGER NOT NULL, /* years */
  "to_year" INTEGER, /* years */
  "weight" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "agreement_amounts" (
  "id" TEXT NOT NULL,
  "agreement" TEXT NOT NULL,
  "period" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "class" TEXT,
  "kind" TEXT NOT NULL,
  "gross_wan" INTEGER NOT NULL, /* fen */
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS "tax_rules" (
  "id" TEXT NOT NULL,
  "stream" TEXT NOT NULL,
  "place" TEXT,
  "valid_from" TEXT,
  "valid_to" TEXT,
  "central" TEXT NOT NULL,
  "provincial" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "marks" TEXT,
  "note" TEXT,
  PRIMARY KEY ("id")
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (digest TEXT NOT NULL) STRICT;
INSERT INTO snapshot VALUES('5f3d97fc43135d52');
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('changes',7);
INSERT INTO sqlite_sequence VALUES('accounts',1);
COMMIT;
PRAGMA application_id=1130907749;
PRAGMA user_version=4;
PRAGMA journal_mode=WAL;
