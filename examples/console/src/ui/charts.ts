import { BarChart, TreeChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

use([BarChart, TreeChart, GridComponent, TooltipComponent, SVGRenderer])

/** Draws into an element. This module is the only one that carries ECharts, and is loaded when a chart is shown. */
export const initChart: typeof init = init
