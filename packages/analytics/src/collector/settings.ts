/** Which client a GET for settings comes from, and its write key. */
export type SettingsQuestion = { readonly client: 'segment' | 'rudder'; readonly writeKey: string }

/** Recognises the two GETs with which unchanged browser clients ask for their settings before they start. */
export function settingsQuestion(path: string, request: Request): SettingsQuestion | undefined {
  const segment = /^\/v1\/projects\/([^/]{1,255})\/settings$/.exec(path)?.[1]
  if (segment !== undefined) return { client: 'segment', writeKey: decoded(segment) }
  if (!/^\/sourceConfig\/?$/.test(path)) return undefined
  return { client: 'rudder', writeKey: new URL(request.url).searchParams.get('writeKey') ?? '' }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** What the client wants to hear: no destinations but this collector, and nothing reported to the client's vendor. */
export function settingsOf({ client, writeKey }: SettingsQuestion, base: URL): object {
  return client === 'segment' ? segmentSettings(writeKey, base) : rudderSettings(writeKey)
}

/** `base` is where the collector is mounted; the client adds `/b`, `/t` … to `apiHost`. */
function segmentSettings(writeKey: string, base: URL): object {
  const apiHost = `${base.host}${base.pathname.replace(/\/$/, '')}/v1`
  return {
    integrations: {
      'Segment.io': {
        ...{ apiKey: writeKey, apiHost, protocol: base.protocol.replace(':', ''), type: 'server' },
        ...{ addBundledMetadata: false, unbundledIntegrations: [], maybeBundledConfigIds: {} },
        versionSettings: { version: '4.4.7', componentTypes: ['browser'] },
      },
    },
    plan: {
      track: { __default: { enabled: true, integrations: {} } },
      identify: { __default: { enabled: true } },
      group: { __default: { enabled: true } },
    },
    ...{ enabledMiddleware: {}, middlewareSettings: {}, remotePlugins: [], edgeFunction: {} },
    ...{ analyticsNextEnabled: true, legacyVideoPluginsEnabled: false, metrics: { sampleRate: 0 } },
  }
}

function rudderSettings(writeKey: string): object {
  const statsCollection = { errors: { enabled: false }, metrics: { enabled: false } }
  return {
    source: {
      ...{ id: 'siyu', name: 'Siyu', writeKey, workspaceId: 'siyu', enabled: true },
      ...{ config: { statsCollection }, connections: [], destinations: [], dataplanes: {} },
    },
    updatedAt: '2026-01-01T00:00:00.000Z',
  }
}
