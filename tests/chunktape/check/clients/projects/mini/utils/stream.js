const { baseUrl } = require('/utils/config')
const { decode } = require('~/utils/decode')
const request = require('utils/request')
const { report } = require('@scope/telemetry')

function stream(url, onText) {
  report('ask')
  const task = wx.request({ url: baseUrl + url, enableChunked: true, header: { token: wx.getStorageSync('token') } })
  task.onChunkReceived((res) => onText(decode(res.data)))
  return request(task)
}

module.exports = { stream }
