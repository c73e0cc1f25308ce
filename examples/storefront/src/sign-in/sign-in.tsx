import { useSession } from '@siyu/react'
import { createContext, type ReactElement, type ReactNode, useCallback, useContext, useRef, useState } from 'react'
import { useWords } from '../language/language.tsx'
import { Sheet } from '../pieces/sheet.tsx'
import { Empty } from '../pieces/states.tsx'
import { useToast } from '../pieces/toast.tsx'
import { SignInForm } from './sign-in-form.tsx'

/** Runs `then` at once for a member, and after signing in for a visitor. */
export type RequireMember = (then?: () => void) => void

const SignInContext = createContext<RequireMember>(() => undefined)

/** Lets any page ask for a sign-in; the sheet opens above it. */
export function SignInProvider({ children }: { readonly children: ReactNode }): ReactElement {
  const words = useWords()
  const session = useSession()
  const toast = useToast()
  const [isOpen, setOpen] = useState(false)
  const wanted = useRef<(() => void) | undefined>(undefined)
  const isMember = session.status === 'member'
  const requireMember = useCallback<RequireMember>(
    (then) => {
      if (isMember) return then?.()
      wanted.current = then
      setOpen(true)
    },
    [isMember],
  )
  const finish = (joined: boolean): void => {
    setOpen(false)
    toast(joined ? words.signIn.joined : words.signIn.welcomeBack)
    wanted.current?.()
    wanted.current = undefined
  }
  return (
    <SignInContext value={requireMember}>
      {children}
      <Sheet isOpen={isOpen} title={words.signIn.title} onClose={() => setOpen(false)} testId="sign-in-sheet">
        <SignInForm onDone={finish} />
      </Sheet>
    </SignInContext>
  )
}

/** How a page asks for a member. */
export function useRequireMember(): RequireMember {
  return useContext(SignInContext)
}

export type MembersOnlyProps = { readonly hint: string; readonly children: ReactNode }

/** Its children for members; for visitors the way in. */
export function MembersOnly({ hint, children }: MembersOnlyProps): ReactNode {
  const { signIn } = useWords()
  const { status } = useSession()
  const requireMember = useRequireMember()
  if (status === 'member') return children
  if (status === 'loading') return null
  return (
    <Empty title={signIn.needed} hint={hint}>
      <button type="button" className="button button--buy" data-testid="sign-in" onClick={() => requireMember()}>
        {signIn.action}
      </button>
    </Empty>
  )
}
