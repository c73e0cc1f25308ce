import { describe, expect, it } from 'vitest'
import type { CodeOf } from '../../kernel/index.ts'
import {
  type AddressFacts,
  type chooseAddress,
  dropAddress,
  keepAddress,
  type removeAddress,
  type saveAddress,
  sendTo,
} from '../index.ts'

const facts: AddressFacts = { memberId: 'mem_1', addressId: 'adr_1', ownIds: ['adr_1', 'adr_2'], chosenId: 'adr_1' }
const full = Array.from({ length: 20 }, (_, at) => `adr_${at + 10}`)
const about = { memberId: 'mem_1', addressId: 'adr_1' }

describe('the address book', () => {
  const unsavable: Record<CodeOf<typeof saveAddress>, AddressFacts> = { addresses_full: { ...facts, ownIds: full } }
  const unremovable: Record<CodeOf<typeof removeAddress>, AddressFacts> = { address_missing: { ...facts, ownIds: [] } }
  const unchoosable: Record<CodeOf<typeof chooseAddress>, AddressFacts> = { address_missing: { ...facts, ownIds: [] } }

  it('refuses what is too much or not there', () => {
    expect(keepAddress(unsavable.addresses_full)).toMatchObject({ refusal: { code: 'addresses_full' } })
    expect(dropAddress(unremovable.address_missing)).toMatchObject({ refusal: { code: 'address_missing' } })
    expect(sendTo(unchoosable.address_missing)).toMatchObject({ refusal: { code: 'address_missing' } })
  })

  it('takes the twentieth, changes what is there, and names no more than ids', () => {
    const last = keepAddress({ ...facts, ownIds: full.slice(1) })
    expect(last).toEqual({ ok: true, events: [{ type: 'address_saved', ...about, created: true }] })
    expect(keepAddress({ ...facts, ownIds: [...full, 'adr_1'] })).toMatchObject({ events: [{ created: false }] })
    expect(sendTo(facts)).toEqual({ ok: true, events: [{ type: 'cart_address_chosen', ...about }] })
  })

  it('knows whether what is taken out was chosen', () => {
    expect(dropAddress(facts)).toEqual({ ok: true, events: [{ type: 'address_removed', ...about, wasChosen: true }] })
    expect(dropAddress({ ...facts, chosenId: 'adr_2' })).toMatchObject({ events: [{ wasChosen: false }] })
  })
})
