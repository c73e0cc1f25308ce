import * as z from 'zod/mini'
import type { Endpoint, Schema } from '../kernel/index.ts'
import { TeamRef } from './contract.ts'
import { TeamState } from './schema.ts'

export type TeamSettled = { readonly state: TeamState }
export const TeamSettled: Schema<TeamSettled> = z.object({ state: TeamState })

/** Look whether a team is full of paid seats or its time is over; found by the sweep. */
export const settleTeam: Endpoint<TeamRef, TeamSettled, 'team_missing' | 'team_not_due'> = {
  name: 'groupbuys.settle',
  method: 'POST',
  path: '/v1/group-teams/:teamId/settlement',
  access: 'system',
  input: TeamRef,
  output: TeamSettled,
  refusals: { team_missing: 404, team_not_due: 409 },
}
