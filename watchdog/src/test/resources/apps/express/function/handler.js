'use strict'

const wait = millis => new Promise(resolve => setTimeout(resolve, millis))

module.exports = async (event, context) => {
  switch (event.path) {
    case '/sum':
      return context.status(201).succeed({ sum: event.body.reduce((a, b) => a + b, 0) })
    case '/same':
      return context.headers({ 'Content-Type': event.headers['content-type'] }).succeed(event.body)
    case '/missing':
      return context.status(404).succeed('nothing here')
    case '/broken':
      throw new Error('out of order')
    case '/slow':
      await wait(20000)
      return context.succeed('late')
    default: {
      const { method, path, query, headers } = event
      return context
        .headers({ 'X-Answer': '42' })
        .succeed({ method, path, query, sent: headers['x-sent'] })
    }
  }
}
