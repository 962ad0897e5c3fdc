import { Command } from 'commander'
import { NotSentError } from '@hongyan/platform-call'
console.error(new Command().name('hongyan').name(), process.version, NotSentError)
