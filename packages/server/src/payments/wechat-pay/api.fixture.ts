export const APP_ID = 'wx8888888888888888'
export const MERCHANT = '1900000109'

export type Answer = { readonly status: number; readonly body: object | undefined }
export const no = (status: number, code: string): Answer => ({ status, body: { code, message: code } })
export const good = (body: object): Answer => ({ status: 200, body })
