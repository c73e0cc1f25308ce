import type { ConsentStatistics } from '@siyu/core/compliance'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { privacyWords } from './words.ts'

/** How many members said what, purpose by purpose, under the policy that holds. */
export function ConsentTable({ statistics }: { readonly statistics: ConsentStatistics }): ReactElement {
  const say = useSay(privacyWords)
  const { count } = useFormat()
  // The service rests on the contract: nobody is asked for it.
  const consented = statistics.items.filter(({ about }) => about !== 'service')
  return (
    <section className="card flush" aria-label={say('consents')}>
      <Table
        testId="consent-table"
        columns={[
          { name: say('purpose') },
          { name: say('granted'), as: 'number' },
          { name: say('outdated'), as: 'number' },
          { name: say('withdrawn'), as: 'number' },
          { name: say('unasked'), as: 'number' },
        ]}
      >
        {consented.map(({ about, ...counts }) => (
          <tr key={about} data-about={about}>
            <td>{say(`about_${about}`)}</td>
            <td className="number">{count(counts.grantedCount)}</td>
            <td className="number">{count(counts.outdatedCount)}</td>
            <td className="number">{count(counts.withdrawnCount)}</td>
            <td className="number">{count(counts.unaskedCount)}</td>
          </tr>
        ))}
      </Table>
    </section>
  )
}
