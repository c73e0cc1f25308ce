import { isSiyuError, SiyuError } from '@siyu/core'
import type { CsvError } from '@siyu/core/catalog'
import { type ImportedShipments, type RefusedRow, shipmentColumns } from '@siyu/core/orders'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { shortId, useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { ErrorText, WriteError } from '../../ui/states.tsx'
import { orderWords } from './words.ts'

/** Tracking numbers from a file: the button, and what came of it. */
export function useShipmentFile(): { readonly action: ReactElement; readonly outcome: ReactElement | null } {
  const say = useSay(orderWords)
  const { mutations, refresh } = useAdmin()
  const write = useMutation({ ...mutations.orders.importShipments(), onSuccess: refresh })
  const action = (
    <FileButton
      {...{ label: say('importShipments'), title: shipmentColumns.join(', '), testId: 'shipments-import' }}
      disabled={write.isPending}
      onText={(csv) => write.mutate({ csv })}
    />
  )
  if (write.data === undefined && write.error === null) return { action, outcome: null }
  const outcome = (
    <section className="card" data-testid="shipments-outcome">
      <WriteError error={write.error} />
      <FileError error={write.error} />
      {write.data !== undefined && <Taken taken={write.data} />}
    </section>
  )
  return { action, outcome }
}

function Taken({ taken }: { readonly taken: ImportedShipments }): ReactElement {
  const say = useSay(orderWords)
  const { count } = useFormat()
  const { sentCount, knownCount, refused } = taken
  return (
    <>
      <p className="done" role="status">
        {say('imported', { sent: count(sentCount), known: count(knownCount), refused: count(refused.length) })}
      </p>
      {refused.length > 0 && (
        <Table
          testId="shipments-refused"
          columns={[{ name: say('row'), as: 'number' }, { name: say('order') }, { name: say('why') }]}
        >
          {refused.map((each) => (
            <Refusal key={each.row} refused={each} />
          ))}
        </Table>
      )}
    </>
  )
}

function Refusal({ refused: { row, orderId, column, code } }: { readonly refused: RefusedRow }): ReactElement {
  return (
    <tr>
      <td className="number">{row}</td>
      <td>{orderId !== null && <code title={orderId}>{shortId(orderId)}</code>}</td>
      <td className="wrap">
        {column !== null && <code>{column}</code>} <ErrorText error={new SiyuError({ code, status: 409 })} />
      </td>
    </tr>
  )
}

/** Where a file is none. */
function FileError({ error }: { readonly error: unknown }): ReactElement | null {
  const say = useSay(orderWords)
  if (!isSiyuError(error, 'csv_invalid')) return null
  const { errors = [] } = (error.detail ?? {}) as { readonly errors?: readonly CsvError[] }
  return (
    <ul>
      {errors.map(({ row, column }) => (
        <li key={`${row} ${column}`}>{say('fileError', { row, column })}</li>
      ))}
    </ul>
  )
}
