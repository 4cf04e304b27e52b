/* reach_words.js - words of roads, works, stations and ways to count, in both languages. */

/** @type {Record<string, [string, string]>} */
export const ROAD_CLASSES = {
  motorway: ['高速公路', 'motorway'], ramp: ['匝道', 'ramp'], trunk: ['快速路', 'trunk road'], class1: ['一级公路', 'class 1 road'], class2: ['二级公路', 'class 2 road'],
  class3: ['三级公路', 'class 3 road'], local: ['一般道路', 'local road'], residential: ['居住区道路', 'residential road'], living: ['生活街', 'living street'],
  service: ['内部道路', 'service road'], track: ['机耕路', 'track'], link: ['连接线', 'link road'], ferry: ['轮渡', 'ferry'],
};

/** Classes of a road that may be drawn, with the limit it gets unless told otherwise (JTG B01-2014, design speeds). @type {[string, number][]} */
export const BUILT = [['motorway', 120], ['trunk', 80], ['class1', 80], ['class2', 60], ['class3', 40]];

/** @type {Record<string, [string, string]>} */
export const WORKS = {
  close: ['封闭', 'closed'], speed: ['改扩建或限速', 'speed changed'], oneway: ['改单向', 'one-way'], open: ['开放双向', 'open both ways'], add: ['新建', 'new road'], join: ['新建互通', 'new interchange'],
};

/** Why a work does less than it says. @type {Record<string, [string, string]>} */
export const ENDS = {
  far: ['有一端离现有道路太远，没有接上', 'one end lies too far from any road and hangs loose'], nothing: ['这种车在所列路段上没有可改的', 'it changes nothing that this vehicle may drive'],
};

/** @type {Record<string, [string, string]>} */
export const VEHICLES = { car: ['小客车', 'car'], truck: ['货车', 'truck'] };
/** @type {Record<string, [string, string]>} */
export const SPEEDS = { plan: ['规划车速', 'planning speed'], limit: ['按限速', 'at the limit'] };
/** @type {Record<string, [string, string]>} */
export const DIRECTIONS = { from: ['从这里出发', 'from here'], to: ['到这里来', 'to here'] };

/** @type {Record<string, [string, string]>} */
export const METHODS = {
  '2sfca': ['两步移动搜寻', 'two-step floating catchment'], e2sfca: ['分段衰减两步', 'enhanced two-step (three steps)'], gauss: ['高斯衰减', 'Gaussian decay'],
  exponent: ['指数衰减', 'exponential decay'], power: ['幂衰减', 'power decay'],
};
/** @type {Record<string, [string, string]>} */
export const SERVICES = { school: ['学校', 'schools'], hospital: ['医院', 'hospitals'] };
/** @type {Record<string, [string, string]>} */
export const UNITS = { beds: ['床位', 'beds'], seats: ['学位', 'seats'] };

/** @type {Record<string, [string, string]>} */
export const STOP_KINDS = {
  'high speed': ['高铁站', 'high-speed station'], classic: ['普速站', 'classic station'], school: ['学校', 'school'], hospital: ['医院', 'hospital'], research: ['科研机构', 'research body'],
  innovation: ['创新载体', 'innovation platform'], testing: ['试验场', 'proving ground'], air_station: ['空气站', 'air station'], land: ['用地主体', 'holder of land'], other: ['其他', 'other'],
};
