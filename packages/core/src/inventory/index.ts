export type {
  BucketResized,
  BucketReturned,
  BucketTaken,
  HoldClosed,
  HoldOpened,
  InventoryEvent,
  LocationSaved,
  ShelfAdded,
  StockAdjusted,
  StockCrossed,
  StockHeld,
  StockMoved,
  StockPolicySaved,
  StockReleased,
  StockReturned,
  StockSold,
} from './events.ts'
export type { HoldStatus } from './operator-schema.ts'
export {
  AdjustKind,
  Location,
  MAX_HOLD_LINES,
  MAX_SLOTS,
  MovementKind,
  SkuQuantity,
  Stock,
  StockHold,
  StockMovement,
  StockPolicy,
  StockRow,
} from './operator-schema.ts'
export type { InventoryAdminContract, LocationList } from './operators.ts'
export {
  AdjustStockInput,
  adjustStock,
  GetStockInput,
  getStock,
  HoldRef,
  HoldStockInput,
  holdStock,
  inventoryAdminContract,
  ListMovementsInput,
  ListStockInput,
  listHolds,
  listLocations,
  listMovements,
  listStock,
  releaseHold,
  saveLocation,
  saveStockPolicy,
  sellHold,
  TransferStockInput,
  transferStock,
} from './operators.ts'
export type { BucketCode, BucketFacts, ResizeFacts, TakeFacts } from './rules/bucket.ts'
export { backToBucket, bucketIdOf, leftInBucket, resizeBucket, takeFromBucket } from './rules/bucket.ts'
export type { CloseFacts, ExpireHoldFacts, HeldPieces, HoldFacts } from './rules/hold.ts'
export {
  allocate,
  available,
  bySku,
  closeHold,
  expireHeld,
  free,
  hold,
  openHold,
  partOf,
  slotsOf,
} from './rules/hold.ts'
export type { AdjustFacts, CrossingFacts, SaveLocationFacts, SavePolicyFacts, TransferFacts } from './rules/keep.ts'
export { adjust, cross, isLow, placeLocation, plainPolicy, savePolicy, transfer } from './rules/keep.ts'
export type { Slot, SlotCount } from './rules/slots.ts'
export { affinityOf, drain, level, pour, takeFromSlots } from './rules/slots.ts'
export type { BucketSlot, BucketTake, Shelf, StockLine, StockMove, StockSlot } from './schema.ts'
export { FIRST_LOCATION_ID, MAX_HOLD_MS, MAX_LOCATIONS } from './schema.ts'
export { Crossing, expireHold, NoteCrossingInput, noteCrossing } from './system.ts'
