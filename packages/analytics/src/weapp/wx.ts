/** What the tracker needs of `wx`; Douyin's `tt` and Alipay's `my` offer most of it under the same names. */
export type Wx = {
  readonly request: (request: {
    readonly url: string
    readonly method: 'POST'
    readonly data: string
    readonly header: Readonly<Record<string, string>>
    readonly timeout: number
    readonly success: (reply: {
      readonly statusCode: number
      readonly header?: Readonly<Record<string, string>> | undefined
    }) => void
    readonly fail: (error: unknown) => void
  }) => unknown
  readonly getStorageInfoSync: () => { readonly keys: readonly string[] }
  readonly getStorageSync: (key: string) => unknown
  readonly setStorageSync: (key: string, text: string) => void
  readonly removeStorageSync: (key: string) => void
  readonly onAppShow: (listener: () => void) => void
  readonly onAppHide: (listener: () => void) => void
  readonly onNetworkStatusChange?: ((listener: (status: { readonly isConnected: boolean }) => void) => void) | undefined
  /** How the visitor came in: the scene, and the query of the page that was opened. */
  readonly getEnterOptionsSync?: (() => EnterOptions) | undefined
  readonly getSystemInfoSync?: (() => Readonly<Record<string, unknown>>) | undefined
}

export type EnterOptions = {
  readonly path?: string | undefined
  /** WeChat's number of the way in: 1007 a shared card, 1011 a QR code, 1044 a card with a ticket … */
  readonly scene?: number | undefined
  readonly query?: Readonly<Record<string, string | undefined>> | undefined
  readonly referrerInfo?: { readonly appId?: string | undefined } | undefined
}
