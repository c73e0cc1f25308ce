import { useNoteDevice, useSession, useSiyu } from '@siyu/react'
import { keepSetting, readSetting } from './storage.ts'

/** Tells the shop which device a member is on. An id is made when somebody first signs in here, not before. */
export function useDevice(): void {
  const { status } = useSession()
  const { newId } = useSiyu()
  useNoteDevice(status === 'member' ? deviceId(newId) : null)
}

/** The id of this device, made when it is first needed. */
export function deviceId(newId: (prefix: string) => string): string {
  const known = readSetting('device')
  if (known !== null) return known
  const made = newId('dev')
  keepSetting('device', made)
  return made
}
