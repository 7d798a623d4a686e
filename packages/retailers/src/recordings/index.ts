export * from "./parameters.ts";
export * from "./read-recording.ts";
export { openRecordingDriver } from "./recording-driver.ts";
export { StoredRecording } from "./recorded-purchase.ts";
