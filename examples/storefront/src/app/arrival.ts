import type { Landed } from '@siyu/core/referrals'
import { useLanding, useSiyu } from '@siyu/react'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { deviceId } from './device.ts'

/** Tells the shop by which link somebody came in, and goes where the link leads when they came to the front door. */
export function useArrival(): void {
  const { newId } = useSiyu()
  const navigate = useNavigate()
  const [url] = useState(() => location.href)
  const carriesCode = new URL(url).searchParams.has('ref')
  const [visitorId] = useState(() => (carriesCode ? deviceId(newId) : null))
  const landed = useLanding({ platform: 'web', url }, visitorId)
  const isAtDoor = new URL(url).pathname === '/'
  useEffect(() => {
    const path = landed === null ? null : pathOf(landed.target)
    if (path !== null && isAtDoor && location.pathname === '/') void navigate(path, { replace: true })
  }, [landed, isAtDoor, navigate])
}

function pathOf(target: Landed['target']): string | null {
  switch (target.kind) {
    case 'product':
      return `/products/${target.id}`
    case 'shop':
      return `/shops/${target.id}`
    case 'group_buy':
      return '/groups'
    default:
      return null
  }
}
