import Taro from '@tarojs/taro'
import { config } from '#config'
import type { RequestTask } from '@/types/request'
import { logger } from '@/utils/logger'

type OnText = (text: string) => void

export default class ChatService {
  private static task?: RequestTask

  static ask(url: string, data: object, onText: OnText) {
    logger.info('asking', url)
    const task = Taro.request({ url: `${config.baseURL}${url}`, method: 'POST', data, enableChunked: true })
    task.onChunkReceived((res: { data: ArrayBuffer }) => onText(`${config.baseURL} ${res.data.byteLength}`))
    this.task = task
    return task
  }
}

export const ask = (url: string, data: object, onText: OnText) => ChatService.ask(url, data, onText)
