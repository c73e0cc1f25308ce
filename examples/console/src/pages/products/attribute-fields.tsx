import type { ReactElement } from 'react'
import { useState } from 'react'
import { useSay } from '../../language/language.tsx'
import { commonWords } from '../../language/words.ts'
import { productWords } from './words.ts'

const MOST = 30

type AttributeFieldsProps = {
  readonly attributes: Readonly<Record<string, string>>
  readonly onChange: (attributes: Readonly<Record<string, string>>) => void
}

/** What a product says of itself, name by name. Rows without a name or a text are not kept. */
export function AttributeFields({ attributes, onChange }: AttributeFieldsProps): ReactElement {
  const say = useSay(productWords)
  const common = useSay(commonWords)
  const [rows, setRows] = useState(() => Object.entries(attributes).map(([name, text]) => ({ name, text })))
  const change = (next: typeof rows): void => {
    setRows(next)
    const kept = next.filter(({ name, text }) => name.trim() !== '' && text.trim() !== '')
    onChange(Object.fromEntries(kept.map(({ name, text }) => [name.trim(), text.trim()])))
  }
  const set = (index: number, part: Partial<(typeof rows)[number]>): void =>
    change(rows.map((row, at) => (at === index ? { ...row, ...part } : row)))
  return (
    <section className="card stack tight">
      <h2>{say('attributes')}</h2>
      {rows.map(({ name, text }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name until one is typed
        <div key={index} className="pair">
          <input
            maxLength={200}
            value={name}
            aria-label={say('attribute')}
            placeholder={say('attribute')}
            data-testid={`attribute-name-${index}`}
            onChange={({ target }) => set(index, { name: target.value })}
          />
          <input
            maxLength={200}
            value={text}
            aria-label={say('attributeText')}
            placeholder={say('attributeText')}
            data-testid={`attribute-text-${index}`}
            onChange={({ target }) => set(index, { text: target.value })}
          />
          <button type="button" className="button quiet" onClick={() => change(rows.filter((_, at) => at !== index))}>
            {common('remove')}
          </button>
        </div>
      ))}
      <button
        type="button"
        className="button fit"
        data-testid="attribute-add"
        disabled={rows.length >= MOST}
        onClick={() => setRows([...rows, { name: '', text: '' }])}
      >
        {say('addAttribute')}
      </button>
    </section>
  )
}
