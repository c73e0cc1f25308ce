import { isSiyuError } from '@siyu/core'
import type { CsvError } from '@siyu/core/catalog'
import { useMutation } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { useDownload } from '../../ui/download.tsx'
import { saveFile } from '../../ui/export.ts'
import { FileButton } from '../../ui/file-button.tsx'
import { useFormat } from '../../ui/format.ts'
import { Table } from '../../ui/list.tsx'
import { WriteError } from '../../ui/states.tsx'
import { productWords } from './words.ts'

/** All products as files, and a file of products into the shop: whole or not at all. */
export function useProductFiles(): { readonly actions: ReactElement; readonly outcome: ReactElement | null } {
  const say = useSay(productWords)
  const { count } = useFormat()
  const { client, mutations, refresh } = useAdmin()
  const read = useDownload({
    ...{ label: say('export'), testId: 'products-export' },
    save: () => downloadAll((cursor) => client.catalog.export({ cursor })),
  })
  const write = useMutation({ ...mutations.catalog.import(), onSuccess: refresh })
  const actions = (
    <>
      {read.button}
      <FileButton
        {...{ label: say('import'), testId: 'products-import', disabled: write.isPending }}
        onText={(csv) => write.mutate({ csv })}
      />
    </>
  )
  const error = write.error ?? read.error
  if (write.data === undefined && error === null) return { actions, outcome: null }
  const outcome = (
    <section className="card" data-testid="import-outcome">
      <WriteError error={error} />
      <Mistakes mistakes={mistakesOf(error)} />
      {write.data !== undefined && (
        <p className="done" role="status">
          {say('imported', { created: count(write.data.createdCount), updated: count(write.data.updatedCount) })}
        </p>
      )}
    </section>
  )
  return { actions, outcome }
}

type FilePage = { readonly csv: string; readonly nextCursor: string | null }

/** Saves as many files as it takes. */
async function downloadAll(readFile: (cursor: string | undefined) => Promise<FilePage>): Promise<void> {
  let cursor: string | undefined
  let number = 1
  do {
    const { csv, nextCursor } = await readFile(cursor)
    saveFile(number === 1 ? 'products.csv' : `products-${number}.csv`, csv)
    cursor = nextCursor ?? undefined
    number += 1
  } while (cursor !== undefined)
}

function mistakesOf(error: unknown): readonly CsvError[] {
  if (!isSiyuError(error, 'csv_invalid')) return []
  const { errors = [] } = (error.detail ?? {}) as { readonly errors?: readonly CsvError[] }
  return errors
}

function Mistakes({ mistakes }: { readonly mistakes: readonly CsvError[] }): ReactElement | null {
  const say = useSay(productWords)
  if (mistakes.length === 0) return null
  return (
    <Table
      testId="import-mistakes"
      columns={[{ name: say('row'), as: 'number' }, { name: say('column') }, { name: say('problem') }]}
    >
      {mistakes.map(({ row, column, problem }) => (
        <tr key={`${row} ${column} ${problem}`}>
          <td className="number">{row}</td>
          <td>
            <code>{column}</code>
          </td>
          <td>{say(`problem_${problem}`)}</td>
        </tr>
      ))}
    </Table>
  )
}
