-- wrk script: add 1 to one of KEYS keys, chosen at random. Usage is in benchmarks.md.
local keys = tonumber(os.getenv("KEYS") or "10000")
local requests = {}

function init()
  for i = 1, keys do
    requests[i] = wrk.format("POST", "/k" .. i .. "/add", { ["Content-Type"] = "application/json" }, "1")
  end
end

function request()
  return requests[math.random(keys)]
end
