-- Send the requests of a file in turn: each line has a method, a path, and for PUT a number that two bodies share.
-- wrk passes what stands behind "--": the file of requests, the cookie of the reader, the token of the clerk.
local lines, next_line, token, cookie = {}, 0, "", ""

function init(arguments)
  cookie, token = arguments[2], arguments[3]
  for line in io.lines(arguments[1]) do
    local method, path, body = line:match("^(%S+)\t(%S+)\t(.*)$")
    lines[#lines + 1] = { method = method, path = path, body = body }
  end
  math.randomseed(os.time() + tonumber(tostring({}):match("0x(%x+)"), 16) % 100000)
  next_line = math.random(#lines)
end

function request()
  next_line = next_line % #lines + 1
  local line = lines[next_line]
  if line.method == "PUT" then
    local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
    local body = line.body:gsub("@", tostring(math.random(1, 999999)))
    return wrk.format("PUT", line.path, headers, body)
  end
  return wrk.format("GET", line.path, { ["Cookie"] = cookie, ["Accept-Encoding"] = "gzip" })
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    "\nRESULT %d %.0f %.1f %.1f %.1f %d\n", summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(95), latency:percentile(99),
    errors.connect + errors.read + errors.write + errors.status + errors.timeout
  ))
end
