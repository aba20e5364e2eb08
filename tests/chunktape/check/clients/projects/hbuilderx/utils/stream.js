import { baseUrl } from '@/common/config.js'
import { showLoading } from '@/common/ui'

export default function stream({ url, data, onMessage, onComplete }) {
	showLoading('...')
	let mode = ''
	// #ifdef MP-WEIXIN
	mode = 'mp'
	// #endif
	// #ifndef MP-WEIXIN
	mode = 'other'
	// #endif
	const task = uni.request({
		url: baseUrl + url,
		method: 'POST',
		data,
		enableChunked: true,
		header: { token: uni.getStorageSync('token'), app: getApp().globalData.appId },
		complete: onComplete,
	})
	task.onChunkReceived((res) => {
		onMessage(`${mode} ${res.data.byteLength}`)
	})
	return task
}
