/* options.c - decode the command line; every wrong word is told with what was expected instead. */
#include "options.h"

#include <stdio.h>
#include <string.h>

const char options_usage[] =
    "changhe COMMAND [OPTION ...]\n"
    "  check DIR               检查数据包 check a zone folder\n"
    "  load DIR --store FILE   载入数据库，原子替换 load it into a store, replacing what is there\n"
    "  migrate --store FILE    升级旧版本的数据库 bring a store of an older version to this one\n"
    "  export DIR              写出数据包；--agreement ID 只写一份协议 the zone as a folder; one agreement alone\n"
    "  chain                   产业链：强弱缺、增益、健康 links strong, weak and missing\n"
    "  who                     招商目标与理由、企业组合 whom to invite, with reasons\n"
    "  graph FILE --from N     任一图（DIMACS）上的最短距离 distances on any graph, - for standard input\n"
    "  game FILE               合作博弈：公平分配，谁会退出 fair shares, and who would rather leave\n"
    "  net CLAIMS.csv          多方轧差：谁付谁多少 who pays whom when many owe one another, - for standard input\n"
    "  ledger ACTION FILE      账本：post|close|verify|sheet 记账、结账、验证、清算单 a ledger both sides trust\n"
    "  import FILE             导入工作簿或 CSV take a workbook or CSV file into a store\n"
    "  export --table T        一张表的工作簿、模板或 CSV a table as workbook, template or CSV\n"
    "  duties                  谁欠哪张表、逾期几天 which office owes what, and how late\n"
    "  circle                  多少分钟能到哪里 how far one gets within minutes\n"
    "  minutes                 从哪到哪要几分钟 minutes from places to places\n"
    "  access                  学校、医院每千人多少 schools and hospitals within reach\n"
    "  roads                   路网、道路工程 the network and the works on it\n"
    "  roads import FILE       路网：取自 OpenStreetMap 数据 a network of every street, from an extract\n"
    "  split --agreement ID    共享协议：各方逐年所得 what each party of an agreement gets\n"
    "  fairness --agreement ID 共享协议：公平吗，谁会退出 is it fair, and would anybody rather leave\n"
    "  settle --agreement ID --year Y  年度结算单：谁付谁，与账本核对 who pays whom, held against the ledger\n"
    "  medical CLAIMS.csv      异地就医：按月清算、预付金 care across provinces, settled by month\n"
    "  serve                   网页与接口服务 the page and the answers over HTTP\n"
    "  help | version\n"
    "\n";

const char options_usage_more[] =
    "  --zone DIR | --store FILE    数据来源 where the zone comes from\n"
    "  --place CODE[,CODE...]|zone  地区，默认 zone 全区 places asked (zone)\n"
    "  --chain ID                   只看一条链 one chain only, such as nev\n"
    "  --top N                      列出条数 rows to list (table: 10)\n"
    "  --team K                     K 家的企业组合 the best team of K firms (who)\n"
    "  --districts                  各片区的分工 the targets shared among the districts (who)\n"
    "  --as-of DATE                 只计此日及以前的数据 count rows dated no later\n"
    "  --what-if FILE               试算：JSON 行编辑 row edits: [{\"table\",\"op\",\"row\"}]\n"
    "  --within W --to N[,N...]     graph：不超过 W 的节点数；到哪些节点 count within; to nodes\n"
    "  --close A,B --add A,B,W      graph：先封闭、后新增单向弧，可重复 close, then add one-way arcs\n"
    "  --base 0|1                   graph：首个节点的编号 number of the first node (1)\n"
    "  --rule R --cover --prenucleolus  game：破产规则或 all；超可加覆盖 rule of bankruptcy, cover\n"
    "  --sampled --samples N --seed S --confidence C  game：抽样及误差界 drawn shares with bounds\n"
    "  --work N                     game：计算量上限（16 方以上 5000） pivots at most (5000 above 16 players)\n"
    "  --by novation|cycles         net：净额后笔数最少（默认）；只沿原债权抵消 fewest payments; circles of claims "
    "cancelled\n"
    "  --in FILE | --head HEX       ledger post：记账 CSV 或 JSON；verify：曾有的链首 postings; a head it had\n"
    "  --book B --year Y            ledger close, sheet：账簿、年度 book and year\n"
    "  --table T --sheet S          import：数据表、工作表 the table filled, the sheet read\n"
    "  --dry-run | --good-only      import：只试、只导入合格行 only try; take the good rows alone\n"
    "  --map FILE --faults FILE     import：表头对照、有误行写出 heads by hand; bad rows as workbook\n"
    "  --source ID --as-of DATE     import：新行的来源与日期 of new rows\n"
    "  --duty ID --by NAME --note T import：完成的报送责任、账户、说明 what it fulfils, who, why\n"
    "  --encoding E --delimiter D   import：CSV 的编码、分隔符 utf8|gb18030|utf16; , ; tab\n"
    "  --out FILE --template        export, duties：写出的文件；空模板 the file; without rows\n"
    "  --frame F                    export --table：点位坐标系 wgs84|gcj02|bd09|cgcs2000 of the points\n"
    "  --name TITLE --licence TEXT  roads import：名称、许可；另有 --out --as-of --progress what it is called\n"
    "  --nodes FILE --edges FILE    roads import：改用节点、路段两表（CSV） from two tables instead\n";

const char options_usage_last[] =
    "  --on DATE --office ID        duties：截至哪天、哪个部门 on a day, of one office\n"
    "  --roads FILE                 who, circle, minutes, access, roads, serve：路网文件 an extract's network\n"
    "  --at W | --from W --to W[;W] 起点、去处 gates | LON,LAT | places:CODE | firms:ID | stations | facilities\n"
    "  --minutes M[,M...]           circle, access：时限 limits in minutes (15; access: 30)\n"
    "  --vehicle car|truck --speed plan|limit --towards   车型、车速、反向 vehicle, speed, to it\n"
    "  --matrix FILE                minutes：另写矩阵 CSV the matrix as CSV beside it\n"
    "  --kind school|hospital --method 2sfca|e2sfca|gauss|exponent|power   access\n"
    "  --years A-B --rate R         split：年份、折现率（假定） years, rate of present values (assumed)\n"
    "  --ledger FILE                settle, serve：账本，只读 a ledger, only read\n"
    "  --compare OTHER.csv          settle：与对方的结算单逐行核对 the other side's sheet, line by line\n"
    "  --format pdf|postings --out FILE  settle：打印、记账；ledger sheet：pdf to be signed; to be posted\n"
    "  --month YYYY-MM | --year Y   medical：清算月份、年度；另有 --out 与 --format postings what to settle\n"
    "  --street ID|LON,LAT          roads：一个路段 one street of it\n"
    "  --listen ADDR:PORT           serve：监听地址 where to listen (127.0.0.1:8080)\n"
    "  --web DIR                    serve：网页文件夹 folder of the page\n"
    "  --tls-cert FILE --tls-key FILE  serve：证书与密钥 certificate and key, PEM\n"
    "  --proxied                    serve：前有可信代理 behind a trusted proxy\n"
    "  --workers N                  serve：工作线程数 threads that compute\n"
    "  --lang zh|en   --format table|json|csv|geojson (who)\n"
    "\n"
    "退出码 exit: 0 有答案 answered, 1 数据有误 bad data, 2 用法有误 usage, 3 无答案 no answer\n";

enum { MOST_TOP = 999999, MOST_TEAM = 100, MOST_WORKERS = 64 }; /* more of any helps nobody */

enum {
    HAS_DIR = 1,
    HAS_ZONE = 2,
    HAS_STORE = 4,
    HAS_QUESTION = 8,
    HAS_TEAM = 16,
    HAS_CSV = 32,
    HAS_JSON = 64,
    HAS_GEOJSON = 128,
    HAS_LISTEN = 256,
    HAS_GRAPH = 512,
    HAS_GAME = 1024,
    HAS_CLAIMS = 2048,
    HAS_AGREEMENT = 4096
};

static const struct {
    const char *name;
    command command;
    unsigned has;
} commands[] = {
    {"check", COMMAND_CHECK, HAS_DIR | HAS_JSON},
    {"load", COMMAND_LOAD, HAS_DIR | HAS_STORE},
    {"migrate", COMMAND_MIGRATE, HAS_STORE},
    {"export", COMMAND_EXPORT, HAS_DIR | HAS_ZONE | HAS_STORE | HAS_AGREEMENT},
    {"chain", COMMAND_CHAIN, HAS_ZONE | HAS_STORE | HAS_QUESTION | HAS_CSV | HAS_JSON},
    {"who", COMMAND_WHO, HAS_ZONE | HAS_STORE | HAS_QUESTION | HAS_TEAM | HAS_CSV | HAS_JSON | HAS_GEOJSON},
    {"graph", COMMAND_GRAPH, HAS_DIR | HAS_GRAPH | HAS_JSON},
    {"game", COMMAND_GAME, HAS_DIR | HAS_GAME | HAS_JSON},
    {"net", COMMAND_NET, HAS_DIR | HAS_CLAIMS | HAS_JSON | HAS_CSV},
    {"serve", COMMAND_SERVE, HAS_ZONE | HAS_STORE | HAS_LISTEN},
    {"help", COMMAND_HELP, 0},
    {"--help", COMMAND_HELP, 0},
    {"-h", COMMAND_HELP, 0},
    {"version", COMMAND_VERSION, 0},
    {"--version", COMMAND_VERSION, 0},
};

bool options_wrong(const char *found, const char *zh, const char *en)
{
    ch_buf shown = {0};
    ch_fault_show(ch_text_of(found), &shown);
    fprintf(stderr, "changhe: found %.*s, expected %s\n    应为%s；用法见 changhe help\n", (int)shown.len,
            shown.at ? shown.at : "", en, zh);
    ch_buf_free(&shown);
    return false;
}

static bool read_count(const char *name, const char *value, size_t most, const char *zh, const char *en, size_t *count)
{
    size_t read = 0;
    for (const char *at = value; *at && read <= most; at++) {
        if (*at < '0' || *at > '9')
            return options_wrong(value, zh, en);
        read = read * 10 + (size_t)(*at - '0');
    }
    if (read == 0 || read > most)
        return options_wrong(*value ? value : name, zh, en);
    *count = read;
    return true;
}

/* Names are shown and compared: bytes that are no text would be neither. */
static bool read_string(const char *value, const char **string)
{
    const ch_text text = ch_text_of(value);
    if (ch_utf8_valid(text) != text.len)
        return options_wrong("a word that is not UTF-8 text", " UTF-8 编码的文字", "UTF-8 text");
    *string = value;
    return true;
}

static bool read_text(const char *value, ch_text *text)
{
    const char *valid = "";
    const bool well = read_string(value, &valid);
    *text = ch_text_of(valid);
    return well;
}

static bool read_lang(const char *value, options *read)
{
    if (strcmp(value, "zh") != 0 && strcmp(value, "en") != 0)
        return options_wrong(value, " zh 或 en", "zh or en");
    read->lang = value[0] == 'z' ? CH_ZH : CH_EN;
    return true;
}

static bool tell_formats(const char *value, unsigned has)
{
    if (has & HAS_GEOJSON)
        return options_wrong(value, " table、json、csv 或 geojson", "table, json, csv or geojson");
    if (has & HAS_CSV)
        return options_wrong(value, " table、json 或 csv", "table, json or csv");
    if (has & HAS_JSON)
        return options_wrong(value, " table 或 json", "table or json");
    return options_wrong(value, " table", "table");
}

static bool read_format(const char *value, unsigned has, options *read)
{
    if (strcmp(value, "table") == 0)
        read->format = FORMAT_TABLE;
    else if (strcmp(value, "json") == 0 && has & HAS_JSON)
        read->format = FORMAT_JSON;
    else if (strcmp(value, "csv") == 0 && has & HAS_CSV)
        read->format = FORMAT_CSV;
    else if (strcmp(value, "geojson") == 0 && has & HAS_GEOJSON)
        read->format = FORMAT_GEOJSON;
    else
        return tell_formats(value, has);
    return true;
}

static bool read_date(const char *value, ch_date *date)
{
    return ch_date_parse(ch_text_of(value), date) ||
           options_wrong(value, "日期，如 2024、2024-03 或 2024-03-01", "a date like 2024, 2024-03 or 2024-03-01");
}

/* Options of serve. */
static bool read_serve_option(const char *name, const char *value, options *read)
{
    if (strcmp(name, "--listen") == 0)
        return read_string(value, &read->listen);
    if (strcmp(name, "--web") == 0)
        return read_string(value, &read->web);
    if (strcmp(name, "--roads") == 0)
        return read_string(value, &read->roads);
    if (strcmp(name, "--ledger") == 0)
        return read_string(value, &read->ledger);
    if (strcmp(name, "--tls-cert") == 0)
        return read_string(value, &read->tls_cert);
    if (strcmp(name, "--tls-key") == 0)
        return read_string(value, &read->tls_key);
    if (strcmp(name, "--workers") == 0)
        return read_count(name, value, MOST_WORKERS, " 1 至 64 的整数", "a whole number from 1 to 64", &read->workers);
    return options_wrong(name, "本命令的选项", "an option of this command");
}

/* Options of net. */
static bool read_net_option(const char *name, const char *value, options *read)
{
    if (strcmp(name, "--by") != 0)
        return options_wrong(name, "本命令的选项", "an option of this command");
    if (strcmp(value, "novation") != 0 && strcmp(value, "cycles") != 0)
        return options_wrong(value, " novation 或 cycles", "novation or cycles");
    read->is_by_cycles = value[0] == 'c';
    return true;
}

/* A question's options, and those of where the zone lies. */
static bool read_option(const char *name, const char *value, unsigned has, options *read)
{
    if (strcmp(name, "--zone") == 0 && has & HAS_ZONE)
        return read_string(value, &read->zone);
    if (strcmp(name, "--store") == 0 && has & HAS_STORE)
        return read_string(value, &read->store);
    if (strcmp(name, "--lang") == 0)
        return read_lang(value, read);
    if (strcmp(name, "--format") == 0)
        return read_format(value, has, read);
    if (strcmp(name, "--roads") == 0 && has & HAS_TEAM)
        return read_string(value, &read->roads);
    if (strcmp(name, "--team") == 0 && has & HAS_TEAM)
        return read_count(name, value, MOST_TEAM, " 1 至 100 的整数", "a whole number from 1 to 100", &read->team);
    if (strcmp(name, "--agreement") == 0 && has & HAS_AGREEMENT)
        return read_text(value, &read->agreement);
    if (has & HAS_LISTEN)
        return read_serve_option(name, value, read);
    if (has & HAS_GRAPH)
        return graph_words_read(name, value, &read->graph);
    if (has & HAS_GAME)
        return game_words_read(name, value, &read->game);
    if (has & HAS_CLAIMS)
        return read_net_option(name, value, read);
    if (!(has & HAS_QUESTION))
        return options_wrong(name, "本命令的选项", "an option of this command");
    if (strcmp(name, "--place") == 0)
        return read_text(value, &read->place);
    if (strcmp(name, "--chain") == 0)
        return read_text(value, &read->chain);
    if (strcmp(name, "--what-if") == 0)
        return read_string(value, &read->what_if);
    if (strcmp(name, "--as-of") == 0)
        return read_date(value, &read->as_of);
    if (strcmp(name, "--top") == 0)
        return read_count(name, value, MOST_TOP, " 1 至 999999 的整数", "a whole number from 1 to 999999", &read->top);
    return options_wrong(name, "本命令的选项", "an option of this command");
}

static bool check_sources(unsigned has, const options *read)
{
    if (has & HAS_GRAPH && !read->dir)
        return options_wrong("no file", "命令之后的 DIMACS 图文件，或 -",
                             "a DIMACS graph file, or -, after the command");
    if (has & HAS_GRAPH && !read->graph.has_from)
        return options_wrong("no --from", " --from 起点", "--from NODE");
    if (has & HAS_GAME && !read->dir)
        return options_wrong("no file", "命令之后的博弈文件（JSON）", "a file with a game, JSON, after the command");
    if (has & HAS_CLAIMS && !read->dir)
        return options_wrong("no file", "命令之后的债权文件（CSV），或 -",
                             "a CSV file of claims, or -, after the command");
    if (has & HAS_DIR && !read->dir)
        return options_wrong("no folder", "命令之后的文件夹", "a folder after the command");
    if ((read->command == COMMAND_LOAD || read->command == COMMAND_MIGRATE) && !read->store)
        return options_wrong("no --store", " --store 文件", "--store FILE");
    if (has & HAS_ZONE && !read->zone == !read->store)
        return options_wrong(read->zone ? "both --zone and --store" : "neither --zone nor --store",
                             " --zone 文件夹 与 --store 文件 之一", "one of --zone DIR and --store FILE");
    if (read->by_district && read->format != FORMAT_TABLE && read->format != FORMAT_JSON)
        return options_wrong("--districts", " --format table 或 json", "--format table or json with it");
    if (!read->tls_cert != !read->tls_key)
        return options_wrong(read->tls_cert ? "--tls-cert alone" : "--tls-key alone", " --tls-cert 与 --tls-key 同用",
                             "--tls-cert and --tls-key together");
    return true;
}

static bool read_words(int argc, char **argv, unsigned has, options *read)
{
    for (int i = 2; i < argc; i++) {
        if (argv[i][0] != '-' || (has & (HAS_GRAPH | HAS_CLAIMS) && argv[i][1] == '\0')) {
            if (!(has & HAS_DIR) || read->dir)
                return options_wrong(argv[i], "选项", "an option");
            if (!read_string(argv[i], &read->dir))
                return false;
            continue;
        }
        if (has & HAS_TEAM && strcmp(argv[i], "--districts") == 0) {
            read->by_district = true;
            continue;
        }
        if (has & HAS_GAME && game_words_flag(argv[i], &read->game))
            continue;
        if (has & HAS_LISTEN && strcmp(argv[i], "--proxied") == 0) {
            read->is_proxied = true;
            continue;
        }
        if (i + 1 == argc)
            return options_wrong(argv[i], "本命令的选项，其后须有取值",
                                 "an option of this command with a value after it");
        if (!read_option(argv[i], argv[i + 1], has, read))
            return false;
        i++;
    }
    return check_sources(has, read);
}

static bool asks_help(int argc, char **argv)
{
    for (int i = 2; i < argc; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static bool wrong_command(const char *found)
{
    return options_wrong(
        found,
        "命令 check、load、migrate、import、export、chain、who、circle、minutes、access、roads、graph、game、net、"
        "split、fairness、settle、medical、ledger、duties、serve、help 或 version",
        "check, load, migrate, import, export, chain, who, circle, minutes, access, roads, graph, game, net, "
        "split, fairness, settle, medical, ledger, duties, serve, help or version");
}

bool options_read(int argc, char **argv, options *read)
{
    *read = (options){.place = CH_TEXT("zone"), .graph = {.argc = argc, .argv = argv}};
    if (argc < 2)
        return wrong_command("no command");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        if (strcmp(argv[1], commands[i].name) != 0)
            continue;
        read->command = asks_help(argc, argv) ? COMMAND_HELP : commands[i].command;
        return read->command == COMMAND_HELP || read_words(argc, argv, commands[i].has, read);
    }
    return wrong_command(argv[1]);
}
