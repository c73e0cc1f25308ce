import type { AftersalesCase, ArrivedLine, GoodsFate } from '@siyu/core/aftersales'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type ReactElement, useState } from 'react'
import { usePick, useSay } from '../../language/language.tsx'
import { useAdmin } from '../../operator/operator.tsx'
import { Choice } from '../../ui/choice.tsx'
import { WriteError } from '../../ui/states.tsx'
import { aftersalesWords } from './words.ts'

/** What came back: how many units of each line the shop accepts, and what becomes of them. */
export function ArriveForm({ found }: { readonly found: AftersalesCase }): ReactElement {
  const say = useSay(aftersalesWords)
  const { mutations, refresh } = useAdmin()
  const [lines, setLines] = useState<readonly ArrivedLine[]>(
    found.lines.map(({ lineId, quantity }) => ({ lineId, acceptedCount: quantity, goods: 'restock' })),
  )
  const arrive = useMutation({ ...mutations.aftersales.arrive(), onSuccess: () => void refresh() })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    arrive.mutate({ caseId: found.id, lines })
  }
  const change = (changed: ArrivedLine): void =>
    setLines(lines.map((line) => (line.lineId === changed.lineId ? changed : line)))
  return (
    <form className="panel" onSubmit={submit}>
      {found.lines.map((line, at) => (
        <Row key={line.lineId} line={line} seen={lines[at] as ArrivedLine} onChange={change} />
      ))}
      <WriteError error={arrive.error} />
      <button type="submit" className="button primary" data-testid="case-arrive" disabled={arrive.isPending}>
        {say('arrive')}
      </button>
    </form>
  )
}

type RowProps = {
  readonly line: AftersalesCase['lines'][number]
  readonly seen: ArrivedLine
  readonly onChange: (seen: ArrivedLine) => void
}

function Row({ line, seen, onChange }: RowProps): ReactElement {
  const say = useSay(aftersalesWords)
  const pick = usePick()
  const title = pick(line.title)
  const fates = (['restock', 'scrap'] as const).map((each) => [each, say(`goods_${each}`)] as const)
  const count = (value: number): number => Math.max(0, Math.min(line.quantity, Math.trunc(value) || 0))
  return (
    <div className="refund-line">
      <span>{title}</span>
      <Choice<GoodsFate>
        value={seen.goods}
        label={say('goods')}
        options={fates}
        onChange={(goods) => onChange({ ...seen, goods })}
      />
      <input
        type="number"
        min={0}
        max={line.quantity}
        step={1}
        value={seen.acceptedCount}
        aria-label={say('accepted', { title })}
        data-testid={`case-accepted-${line.lineId}`}
        onChange={(event) => onChange({ ...seen, acceptedCount: count(event.target.valueAsNumber) })}
      />
    </div>
  )
}
