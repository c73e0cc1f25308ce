import { useQuery } from '@tanstack/react-query'
import { usePick } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'

/** The name of a tier; its id until the tiers are known. */
export function useTierName(): (tierId: string) => string {
  const pick = usePick()
  const { queries } = useAdmin()
  const settings = useQuery(queries.tiers.settings())
  return (tierId) => {
    const tier = settings.data?.tiers.find(({ id }) => id === tierId)
    return tier === undefined ? tierId : pick(tier.name)
  }
}
