import type { ConsentStatistics } from '@siyu/core/compliance'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { privacyWords } from './words.ts'

/** How many members said what, purpose by purpose, under the policy that holds. */
export function ConsentTable({ statistics }: { readonly statistics: ConsentStatistics }): ReactElement {
  const say = useSay(privacyWords)
  const { count } = useFormat()
  // The service rests on the contract: nobody is asked for it.
  const consented = statistics.items.filter(({ about }) => about !== 'service')
  return (
    <section className="card flush" aria-label={say('consents')}>
      <div className="table-scroll">
        <table className="table" data-testid="consent-table">
          <thead>
            <tr>
              <th>{say('purpose')}</th>
              <th className="number">{say('granted')}</th>
              <th className="number">{say('outdated')}</th>
              <th className="number">{say('withdrawn')}</th>
              <th className="number">{say('unasked')}</th>
            </tr>
          </thead>
          <tbody>
            {consented.map(({ about, ...counts }) => (
              <tr key={about} data-about={about}>
                <td>{say(`about_${about}`)}</td>
                <td className="number">{count(counts.grantedCount)}</td>
                <td className="number">{count(counts.outdatedCount)}</td>
                <td className="number">{count(counts.withdrawnCount)}</td>
                <td className="number">{count(counts.unaskedCount)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
