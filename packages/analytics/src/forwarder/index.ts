export {
  createForwarder,
  type Forwarded,
  type Forwarder,
  type ForwarderLimits,
  type ForwarderOptions,
} from './forwarder.ts'
export { messageOf } from './message.ts'
