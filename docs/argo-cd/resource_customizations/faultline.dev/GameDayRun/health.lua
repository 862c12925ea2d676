-- Health of a GameDayRun of https://faultline.dev, whose status is in kstatus format: observedGeneration, Ready and
-- Stalled. A run is Progressing until it is over. Then Healthy means that nothing is wrong: it passed, or it did nothing
-- at all. One that failed, was ended early or cannot be judged is Degraded, so that a sync that waits for a rehearsal
-- does not take it for one that passed.

local function health(status, message)
  return { status = status, message = message }
end

-- Argo CD says so itself before it asks; here for whoever runs this script alone.
if obj.metadata.deletionTimestamp ~= nil then
  return health("Progressing", "Pending deletion")
end
if obj.status == nil or obj.status.conditions == nil then
  return health("Progressing", "waiting for the Faultline operator")
end

local conditions = {}
for _, condition in ipairs(obj.status.conditions) do
  conditions[condition.type] = condition
end
local ready = conditions.Ready
local complete = conditions.Complete

-- Trouble that the operator meets stands in Ready alone, which then speaks of a generation of its own.
if ready ~= nil and ready.status == "Unknown" and ready.observedGeneration == obj.metadata.generation then
  return health("Progressing", ready.message)
end
if ready == nil or complete == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "waiting for the Faultline operator to see the latest spec")
end
if conditions.Accepted ~= nil and conditions.Accepted.status == "False" then
  return health("Degraded", conditions.Accepted.message)
end
if conditions.Stalled ~= nil and conditions.Stalled.status == "True" then
  return health("Degraded", conditions.Stalled.message)
end
if complete.status ~= "True" then
  return health("Progressing", obj.status.summary)
end
if complete.reason == "Passed" or complete.reason == "Skipped" then
  return health("Healthy", obj.status.summary)
end
return health("Degraded", obj.status.summary)
