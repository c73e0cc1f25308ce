import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useEffect, useState } from 'react'

type ShowToast = (text: string) => void
type Shown = { readonly text: string; readonly id: number }

const ToastContext = createContext<ShowToast>(() => undefined)
const shownMs = 2_200

/** Short news that needs no answer. */
export function ToastProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const [shown, setShown] = useState<Shown | null>(null)
  const show = useCallback<ShowToast>((text) => setShown((last) => ({ text, id: (last?.id ?? 0) + 1 })), [])
  useEffect(() => {
    if (shown === null) return
    const timer = setTimeout(() => setShown(null), shownMs)
    return () => clearTimeout(timer)
  }, [shown])
  return (
    <ToastContext value={show}>
      {children}
      <div className="toast" role="status" aria-live="polite">
        {shown !== null && <span key={shown.id}>{shown.text}</span>}
      </div>
    </ToastContext>
  )
}

/** Says something for a moment. */
export function useToast(): ShowToast {
  return useContext(ToastContext)
}
