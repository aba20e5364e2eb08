export enum Stage { Develop = 'develop', Release = 'release' }

export const config = { baseURL: process.env.TARO_APP_API, stage: Stage.Develop } as const
