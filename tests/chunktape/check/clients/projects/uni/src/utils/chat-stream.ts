import { getToken } from '@/utils/auth'
import { Utf8 } from './utf8'

export interface StreamHandlers {
  onText: (text: string, platform: string) => void
  onDone?: () => void
  onFail?: (error: unknown) => void
}

const PREFIX = 'data:'

export function streamChat(data: Record<string, unknown>, handlers: StreamHandlers) {
  let platform = 'unknown'
  // #ifdef MP-WEIXIN
  platform = 'weixin'
  // #endif
  // #ifdef H5
  platform = 'web'
  // #endif
  const decoder = new Utf8()
  let buffer = ''
  const task = uni.request({
    url: `${import.meta.env.VITE_API_BASE}/v1/chat/completions`,
    method: 'POST',
    data,
    header: { Authorization: `Bearer ${getToken()}` },
    enableChunked: true,
    responseType: 'arraybuffer',
    success: () => handlers.onDone?.(),
    fail: (error: unknown) => handlers.onFail?.(error),
  })
  task.onChunkReceived(({ data: chunk }: { data: ArrayBuffer }) => {
    buffer += decoder.push(new Uint8Array(chunk))
    const lines = buffer.split('\n')
    buffer = lines.pop() ?? ''
    for (const line of lines) {
      const payload = line.startsWith(PREFIX) ? line.slice(PREFIX.length).trim() : ''
      if (payload === '' || payload === '[DONE]') continue
      const text: string = JSON.parse(payload).choices?.[0]?.delta?.content ?? ''
      if (text !== '') handlers.onText(text, platform)
    }
  })
  return task
}
