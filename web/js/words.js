/* words.js - the two languages of the page.
 *
 * Every text goes through say(zh, en); parts draw themselves anew when the language changes.
 * Words that more than one part needs stand in the tables below. */

/** @type {'zh'|'en'} */
let language = 'zh';

/** The text in the language chosen. @param {string} zh @param {string} en @returns {string} */
export function say(zh, en) {
  return language === 'en' ? en : zh;
}

/** Choose the language. @param {'zh'|'en'} lang */
say.on = lang => {
  language = lang;
  document.documentElement.lang = lang === 'en' ? 'en' : 'zh-CN';
};

/** @returns {'zh'|'en'} */
say.language = () => language;

/** What stands between the things of a list. */
export const comma = () => say('、', ', ');
/** English counts: 1 firm, 2 firms. @param {number} n @param {string} one */
export const plural = (n, one) => `${n} ${one}${n === 1 ? '' : 's'}`;

/** Name of a row that has both. @param {{name_zh?: string, name_en?: string, id?: string}|null|undefined} row */
export function nameOf(row) {
  if (!row) return '';
  return (language === 'en' ? row.name_en || row.name_zh : row.name_zh || row.name_en) || row.id || '';
}

/** A word of a table of pairs, or the key itself where nobody has a word for it.
 * @param {Record<string, [string, string]>} table @param {string|null|undefined} key */
export function word(table, key) {
  const pair = key ? table[key] : undefined;
  return pair ? say(pair[0], pair[1]) : key ?? '';
}

/** @type {Record<string, [string, string]>} */
export const CLASSES = {
  strong: ['强', 'strong'], weak: ['弱', 'weak'], missing: ['缺', 'missing'],
  absent: ['无关', 'absent'], unknown: ['未知', 'unknown'],
};

/** The label of a segment names what leads. @type {Record<string, [string, string]>} */
export const LABELS = {
  '强链': ['强链', 'strong'], '弱链': ['弱链', 'weak'], '补链': ['缺链·补链', 'missing, fill leads'],
  '延链': ['缺链·延链', 'missing, extension leads'], '无关': ['无关', 'absent'], '未知': ['未知', 'unknown'],
};

/** @type {Record<string, [string, string]>} */
export const TIERS = { up: ['上游', 'upstream'], mid: ['中游', 'midstream'], down: ['下游', 'downstream'] };

/** @type {Record<string, [string, string]>} */
export const MARKS = { illustrative: ['示意', 'illustrative'], assumed: ['假定', 'assumed'], unverified: ['待核', 'unverified'] };

/** @type {Record<string, [string, string]>} */
export const EVIDENCE = {
  tie: ['供需关系', 'supply tie'], expansion: ['扩产信号', 'expansion'], near: ['邻近', 'nearness'],
  leader: ['龙头', 'role'], growth: ['增长', 'growth'],
};

/** @type {Record<string, [string, string]>} */
export const REASONS = {
  county_unknown: ['所在县未定，可能已在区内', 'county not known: may be here already'],
  no_segment: ['未登记环节', 'no segment recorded'], no_gain: ['所做环节对本地无增益', 'what it makes adds nothing here'],
};

/** @type {Record<string, [string, string]>} */
export const ROLES = {
  leader: ['链主', 'chain leader'], head: ['头部企业', 'head firm'], listed: ['上市公司', 'listed firm'],
  specialised: ['专精特新', 'specialised'], other: ['其他', 'other'],
};

/** @type {Record<string, [string, string]>} */
export const HEALTH = {
  completeness: ['完整度', 'completeness'], matching: ['本地配套', 'matching'], growth: ['增长', 'growth'],
  innovation: ['创新', 'innovation'], balance: ['均衡', 'balance'], resilience: ['韧性', 'resilience'],
};

/** @type {Record<string, [string, string]>} */
export const LEVELS = {
  province: ['省', 'province'], municipality: ['直辖市', 'municipality'], prefecture: ['地级市', 'prefecture'], county: ['县级', 'county'],
  farm: ['农场', 'farm'], zone: ['合作区', 'zone'],
};

/** How exact the point of a firm is; a zone may use words of its own. @type {Record<string, [string, string]>} */
export const PRECISION = {
  'municipality centre': ['直辖市中心', 'municipality centre'], 'prefecture centre': ['地级市中心', 'prefecture centre'],
  'county centre': ['县级中心', 'county centre'], 'zone centre, from memory': ['合作区中心，凭记忆', 'zone centre, from memory'],
};
