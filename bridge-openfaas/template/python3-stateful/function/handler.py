"""How often each key was greeted. To refuse a message: from hachi import Refused, raise Refused(code, why)."""

def greet(call):
    """POST /KEY/greet, with a name as JSON."""
    call.state = {"visits": visits(call) + 1}
    return f"Hello {call.message()}, visit {call.state['visits']}"

def visits(call):
    """GET /KEY/visits."""
    return call.state["visits"] if call.state else 0
