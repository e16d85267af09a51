/** The wire formats that most AWS services share; S3 has its own. */
export { type JsonProtocolOptions, jsonProtocol } from './json-protocol.ts';
export { type QueryProtocolOptions, queryProtocol, readForm } from './query-protocol.ts';
export { type RestRoute, restJsonProtocol } from './rest-json-protocol.ts';
export { escapeXml } from './xml.ts';
