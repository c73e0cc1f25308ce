export { type ClickHouseClient, openClickHouse } from './client.ts'
export {
  clickhouseMirror,
  type Mirror,
  type MirrorBatch,
  type MirrorPerson,
  QUESTION_EVENTS_MAX,
} from './mirror.ts'
export { feedMirror, MIRROR_TARGET, MirrorBusyError, type MirrorPorts, mirroredStore } from './mirrored.ts'
