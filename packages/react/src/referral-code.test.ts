import { memoryStorage } from '@siyu/core'
import { expect, it } from 'vitest'
import { createReferralCodes } from './referral-code.ts'

it('keeps the code of the newest link until it is forgotten', async () => {
  const codes = createReferralCodes(memoryStorage())
  expect(await codes.get()).toBeNull()
  await codes.capture('https://shop.test/p?utm=a&ref=ABCD1234#top')
  await codes.capture('https://shop.test/p')
  expect(await codes.get()).toBe('ABCD1234')
  await codes.capture('https://shop.test/?ref=WXYZ9876')
  expect(await codes.get()).toBe('WXYZ9876')
  await codes.forget()
  expect(await codes.get()).toBeNull()
})

it('takes nothing that is no code', async () => {
  const codes = createReferralCodes(memoryStorage())
  for (const code of ['abc', '<script>', 'a'.repeat(25), 'AB%20CD12']) {
    await codes.capture(`https://shop.test/?ref=${code}`)
  }
  expect(await codes.get()).toBeNull()
})

it('does without a storage that refuses', async () => {
  const refuse = (): never => {
    throw new Error('full')
  }
  const codes = createReferralCodes({ get: refuse, set: refuse, remove: refuse })
  await codes.capture('https://shop.test/?ref=ABCD1234')
  expect(await codes.get()).toBeNull()
})
