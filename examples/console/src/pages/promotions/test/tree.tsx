import type { ConditionNode, ExplainTree, RuleNode } from '@siyu/core/pricing'
import { conditionText, reasonText } from '@siyu/core/words'
import type { ReactElement } from 'react'
import { useLanguage, usePick, useSay } from '../../../language/language.tsx'
import { useNames } from '../../../ui/catalogue.ts'
import { useFormat } from '../../../ui/format.ts'
import { testWords } from './words.ts'

type TreeProps = {
  readonly tree: ExplainTree
  /** The rule that is tried out; it stands out. */
  readonly draftId: string | null
}

/** Why a price is what it is: layers, their rules, and the conditions of each. */
export function Tree({ tree, draftId }: TreeProps): ReactElement {
  const say = useSay(testWords)
  const { money } = useFormat()
  if (tree.layers.length === 0) return <p className="page-note">{say('noRules')}</p>
  return (
    <ul className="tree" data-testid="test-tree">
      {tree.layers.map(({ layer, minor, rules }) => (
        <li key={layer}>
          <p className="tree-layer">
            <strong>{say(`layer_${layer}`)}</strong>
            <span>{minor === 0 ? money(0) : `−${money(minor)}`}</span>
          </p>
          <ul>
            {rules.map((rule) => (
              <RuleEntry key={rule.ruleId} rule={rule} isDraft={rule.ruleId === draftId} />
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}

function RuleEntry({ rule, isDraft }: { readonly rule: RuleNode; readonly isDraft: boolean }): ReactElement {
  const say = useSay(testWords)
  const pick = usePick()
  const { money } = useFormat()
  const { locale } = useLanguage()
  const applied = rule.reason === null
  return (
    <li className="tree-rule" data-applied={applied} data-testid={isDraft ? 'test-draft-rule' : undefined}>
      <p>
        <Mark isOn={applied} />
        <span>
          {pick(rule.name)}
          {isDraft && <span className="tag">{say('thisRule')}</span>}
        </span>
        <b>{applied ? `−${money(rule.minor)}` : ''}</b>
      </p>
      {!applied && <p className="tree-reason">{reasonText(rule, locale, money)}</p>}
      {rule.conditions.length > 0 && <Conditions nodes={rule.conditions} />}
    </li>
  )
}

function Conditions({ nodes }: { readonly nodes: readonly ConditionNode[] }): ReactElement {
  const say = useSay(testWords)
  const { language, locale } = useLanguage()
  const names = useNames()
  const { money } = useFormat()
  const textOf = ({ condition }: ConditionNode): string =>
    'of' in condition ? say(`if_${condition.kind}`) : conditionText(condition, locale, money, names(language))
  const missingOf = ({ missingMinor, missingCount }: ConditionNode): string | null => {
    if (missingMinor !== null) return say('missing', { what: money(missingMinor) })
    return missingCount === null ? null : say('missing', { what: say('pieces', { count: missingCount }) })
  }
  return (
    <ul className="tree-conditions">
      {nodes.map((node, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names of their own
        <li key={index}>
          <p>
            <Mark isOn={node.held} />
            <span>{textOf(node)}</span>
            {!node.held && missingOf(node) !== null && <small>{missingOf(node)}</small>}
          </p>
          {node.inside.length > 0 && <Conditions nodes={node.inside} />}
        </li>
      ))}
    </ul>
  )
}

function Mark({ isOn }: { readonly isOn: boolean }): ReactElement {
  const say = useSay(testWords)
  return (
    <span className="mark" data-on={isOn} role="img" aria-label={say(isOn ? 'held' : 'unmet')}>
      {isOn ? '✓' : '✗'}
    </span>
  )
}
