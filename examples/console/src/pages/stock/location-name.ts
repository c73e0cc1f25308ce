import type { Location } from '@siyu/core/inventory'
import { useQuery } from '@tanstack/react-query'
import { usePick } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'

const none: readonly Location[] = []

/** All locations, as far as they are read. */
export function useLocations(): readonly Location[] {
  return useQuery(useAdmin().queries.inventory.locations()).data?.items ?? none
}

/** What a location is called; its id while that is not known. */
export function useLocationName(): (locationId: string) => string {
  const locations = useLocations()
  const pick = usePick()
  return (locationId) => {
    const location = locations.find(({ id }) => id === locationId)
    return location === undefined ? locationId : pick(location.name)
  }
}
