import type { TreeNode } from '@siyu/core/referrals'
import type { EChartsCoreOption } from 'echarts/core'
import { type ReactElement, useMemo } from 'react'
import { useSay } from '../../language/language.tsx'
import { Chart, chartColors } from '../../ui/chart.tsx'
import { useFormat } from '../../ui/format.ts'
import { type Branch, branchesOf, generationCount, leafCount, nameOf } from './tree.ts'
import { referralWords } from './words.ts'

const ROW_PX = 30
const MIN_PX = 180
const LEFT_PERCENT = 2
/** Room for the names of the last generation. */
const RIGHT_PERCENT = 24
/** Generations shown until someone opens more. */
const OPEN_COUNT = 4

type Drawn = { readonly name: string; readonly value: number; readonly children: readonly Drawn[] }

/** The tree from left to right; several roots hang on one unseen root. */
export function TreeChart({ nodes }: { readonly nodes: readonly TreeNode[] }): ReactElement {
  const say = useSay(referralWords)
  const { money } = useFormat()
  const branches = useMemo(() => branchesOf(nodes), [nodes])
  const option = useMemo(() => treeOption(branches, money), [branches, money])
  return (
    <Chart
      option={option}
      label={say('treeLabel', { count: nodes.length })}
      heightPx={Math.max(MIN_PX, leafCount(branches) * ROW_PX)}
      testId="referral-tree"
    />
  )
}

/** Several roots hang on an unseen one, which stands one generation left of the drawing. */
function leftPercent(branches: readonly Branch[]): number {
  if (branches.length === 1) return LEFT_PERCENT
  const gapCount = Math.max(1, Math.min(generationCount(branches), OPEN_COUNT) - 1)
  return LEFT_PERCENT - (100 - LEFT_PERCENT - RIGHT_PERCENT) / gapCount
}

function treeOption(branches: readonly Branch[], money: (minor: number) => string): EChartsCoreOption {
  const draw = ({ node, children }: Branch): Drawn => ({
    name: nameOf(node),
    value: node.commissionMinor,
    children: children.map(draw),
  })
  const roots = branches.map(draw)
  const unseen = { symbolSize: 0, label: { show: false }, lineStyle: { width: 0 } }
  return {
    animationDuration: 200,
    tooltip: { formatter: ({ name, value }: Drawn) => `${name} · ${money(value)}` },
    series: [
      {
        type: 'tree',
        data: [roots.length === 1 ? roots[0] : { name: '', value: 0, ...unseen, children: roots }],
        ...{ left: `${leftPercent(branches)}%`, right: `${RIGHT_PERCENT}%`, top: 8, bottom: 8 },
        edgeShape: 'polyline',
        initialTreeDepth: OPEN_COUNT,
        symbol: 'circle',
        symbolSize: 9,
        itemStyle: { color: chartColors.brand, borderColor: chartColors.brand },
        lineStyle: { color: chartColors.lineStrong, width: 1.5 },
        label: {
          position: 'right',
          distance: 8,
          color: chartColors.ink,
          backgroundColor: '#fff',
          padding: [2, 4],
          formatter: ({ name, value }: Drawn) => (value > 0 ? `${name}  {sum|${money(value)}}` : name),
          rich: { sum: { color: chartColors.amber } },
        },
      },
    ],
  }
}
