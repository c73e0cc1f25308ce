import { type Condition, MAX_CONDITION_DEPTH } from '@siyu/core/promotions'
import type { ReactElement } from 'react'
import { useSay } from '../language/language.tsx'
import { ConditionFields } from './condition-fields.tsx'
import { type ConditionKind, conditionGroups, depthOf, emptyCondition } from './kinds.ts'
import { termsWords } from './words.ts'

type ConditionTreeProps = {
  readonly conditions: readonly Condition[]
  readonly onChange: (conditions: readonly Condition[]) => void
  /** How many groups may still be nested here. */
  readonly depth?: number
  /** Where this list is, for test ids: empty at the top, `0-2` for the third of the first. */
  readonly path?: string
}

const MAX_ROWS = 10

/** Conditions one below the other; all, any and not hold such a list themselves. */
export function ConditionTree(props: ConditionTreeProps): ReactElement {
  const { conditions, onChange, depth = MAX_CONDITION_DEPTH, path = '' } = props
  const say = useSay(termsWords)
  const at = (index: number): string => (path === '' ? String(index) : `${path}-${index}`)
  return (
    <div className="conditions">
      {conditions.map((condition, index) => (
        <ConditionRow
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names of their own
          key={index}
          condition={condition}
          depth={depth}
          path={at(index)}
          onChange={(next) => onChange(conditions.map((each, other) => (other === index ? next : each)))}
          onRemove={() => onChange(conditions.filter((_, other) => other !== index))}
        />
      ))}
      <button
        type="button"
        className="button"
        disabled={conditions.length >= MAX_ROWS}
        data-testid={`condition-add${path === '' ? '' : `-${path}`}`}
        onClick={() => onChange([...conditions, emptyCondition('subtotal_at_least')])}
      >
        {say('addCondition')}
      </button>
    </div>
  )
}

type ConditionRowProps = {
  readonly condition: Condition
  readonly depth: number
  readonly path: string
  readonly onChange: (condition: Condition) => void
  readonly onRemove?: () => void
}

function ConditionRow({ condition, depth, path, onChange, onRemove }: ConditionRowProps): ReactElement {
  const say = useSay(termsWords)
  const isGroup = 'of' in condition
  return (
    <div className="condition" data-group={isGroup}>
      <div className="condition-head">
        <KindSelect condition={condition} depth={depth} path={path} onChange={onChange} />
        {!isGroup && <ConditionFields condition={condition} onChange={onChange} path={path} />}
        {onRemove !== undefined && (
          <button type="button" className="button quiet" onClick={onRemove}>
            {say('remove')}
          </button>
        )}
      </div>
      {(condition.kind === 'all' || condition.kind === 'any') && (
        <ConditionTree
          conditions={condition.of}
          depth={depth - 1}
          path={path}
          onChange={(of) => onChange({ ...condition, of })}
        />
      )}
      {condition.kind === 'not' && (
        <ConditionRow
          condition={condition.of}
          depth={depth - 1}
          path={`${path}-0`}
          onChange={(of) => onChange({ kind: 'not', of })}
        />
      )}
    </div>
  )
}

/** Changes the kind of a row; between groups what is inside is kept, and a row becomes the first of a new group. */
function KindSelect({ condition, depth, path, onChange }: ConditionRowProps): ReactElement {
  const say = useSay(termsWords)
  const groups = Object.keys(conditionGroups) as (keyof typeof conditionGroups)[]
  const isAllowed = (kind: ConditionKind): boolean =>
    !(kind === 'all' || kind === 'any' || kind === 'not') || depthOf(condition) + ('of' in condition ? 0 : 1) <= depth
  return (
    <select
      value={condition.kind}
      aria-label={say('conditionKind')}
      data-testid={`condition-kind-${path}`}
      onChange={(event) => onChange(asKind(condition, event.target.value as ConditionKind))}
    >
      {groups.map((group) => (
        <optgroup key={group} label={say(`group_${group}`)}>
          {conditionGroups[group].map((kind) => (
            <option key={kind} value={kind} disabled={!isAllowed(kind)}>
              {say(`if_${kind}`)}
            </option>
          ))}
        </optgroup>
      ))}
    </select>
  )
}

function asKind(condition: Condition, kind: ConditionKind): Condition {
  const inside = !('of' in condition) ? [condition] : condition.kind === 'not' ? [condition.of] : condition.of
  if (kind === 'all' || kind === 'any') return { kind, of: inside }
  if (kind === 'not') return { kind, of: inside[0] ?? emptyCondition('tier_in') }
  return emptyCondition(kind)
}
