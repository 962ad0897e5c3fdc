export class NotSentError extends Error {}
