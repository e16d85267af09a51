export type { Neighbour } from './front.ts';
export type { ApiRequest, ApiResponse } from './payload.ts';
export { createHttpApi, type HttpApiService, httpApiOf } from './service.ts';
