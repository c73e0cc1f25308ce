import { type KeyboardEvent, type ReactElement, useId, useState } from 'react'
import { useSay } from '../language/language.tsx'
import { commonWords } from '../language/words.ts'

/** What can be picked: what is kept, what is read, and what stands small beside it. */
export type Pickable = { readonly value: string; readonly name: string; readonly note?: string | undefined }

export type ChipsProps = {
  readonly values: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  readonly options: readonly Pickable[]
  readonly label: string
  /** Whatever is typed can be taken, not only what is offered. */
  readonly isFree?: boolean | undefined
  readonly max?: number | undefined
  readonly placeholder?: string | undefined
  readonly testId?: string | undefined
}

const OFFERED_COUNT = 8

/** Several things, picked from a list that is searched while typing. */
export function Chips(props: ChipsProps): ReactElement {
  const { values, onChange, options, label, isFree = false, max = 500, placeholder, testId } = props
  const common = useSay(commonWords)
  const listId = useId()
  const [text, setText] = useState('')
  const [isOpen, setIsOpen] = useState(false)
  const offered = offeredOf(options, values, text)
  const take = (value: string): void => {
    onChange(max === 1 ? [value] : [...values, value])
    setText('')
    if (max === 1) setIsOpen(false)
  }
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') setIsOpen(false)
    if (event.key !== 'Enter') return
    event.preventDefault()
    const typed = text.trim()
    const first = offered[0]
    if (isFree && typed !== '' && !values.includes(typed)) take(typed)
    else if (first !== undefined && typed !== '') take(first.value)
  }
  return (
    <div className="chips">
      {values.map((value) => {
        const name = options.find((option) => option.value === value)?.name ?? value
        return (
          <span key={value} className="chip">
            <span title={value}>{name}</span>
            <button
              type="button"
              aria-label={common('removeOf', { name })}
              onClick={() => onChange(values.filter((each) => each !== value))}
            >
              ×
            </button>
          </span>
        )
      })}
      <div className="chips-search">
        <input
          value={text}
          role="combobox"
          aria-label={label}
          aria-expanded={isOpen}
          aria-controls={listId}
          autoComplete="off"
          placeholder={placeholder ?? common(isFree ? 'typeAndEnter' : 'search')}
          data-testid={testId}
          onFocus={() => setIsOpen(true)}
          onBlur={() => setIsOpen(false)}
          onKeyDown={press}
          onChange={(event) => {
            setText(event.target.value)
            setIsOpen(true)
          }}
        />
        {isOpen && offered.length > 0 && <Offered id={listId} offered={offered} onTake={take} />}
      </div>
    </div>
  )
}

type OfferedProps = {
  readonly id: string
  readonly offered: readonly Pickable[]
  readonly onTake: (value: string) => void
}

function Offered({ id, offered, onTake }: OfferedProps): ReactElement {
  return (
    <div id={id} role="listbox" className="chips-list">
      {offered.map(({ value, name, note }) => (
        <button
          key={value}
          type="button"
          role="option"
          aria-selected={false}
          tabIndex={-1}
          data-testid={`pick-${value}`}
          onMouseDown={(event) => {
            event.preventDefault()
            onTake(value)
          }}
        >
          <span>{name}</span>
          {note !== undefined && <small>{note}</small>}
        </button>
      ))}
    </div>
  )
}

function offeredOf(options: readonly Pickable[], values: readonly string[], text: string): readonly Pickable[] {
  const wanted = text.trim().toLowerCase()
  const fits = ({ value, name, note = '' }: Pickable): boolean =>
    !values.includes(value) && `${name} ${value} ${note}`.toLowerCase().includes(wanted)
  return options.filter(fits).slice(0, OFFERED_COUNT)
}
