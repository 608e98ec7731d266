from hachi import Refused, serve

def add(call):
    amount = call.message()
    if type(amount) is not int:
        raise Refused("bad_message", "add takes a whole number as JSON")
    call.state = (call.state or 0) + amount
    return call.state

def get(call):
    return call.state or 0

serve(add, get)
