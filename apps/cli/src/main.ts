import { NotSentError } from '@hongyan/platform-call'
import { Command } from 'commander'

console.error(new Command().name('hongyan').name(), process.version, NotSentError)
