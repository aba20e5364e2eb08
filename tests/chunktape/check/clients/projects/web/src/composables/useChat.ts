import { storeToRefs } from 'pinia'
import { ref, shallowRef } from 'vue'
import { EventReader } from '#core/event-reader'
import { useSession } from '@/stores/session'

declare const __MODE__: string

export function useChat(onText: (text: string) => void) {
  const session = useSession()
  const seen = ref(0)
  const reader = shallowRef(new EventReader((data) => {
    seen.value += 1
    onText(`${seen.value} ${data} ${__MODE__} ${import.meta.env.VITE_EXTRA ?? 'no extra'}`)
  }))
  return { push: (bytes: Uint8Array) => reader.value.push(bytes), session, storeToRefs }
}
