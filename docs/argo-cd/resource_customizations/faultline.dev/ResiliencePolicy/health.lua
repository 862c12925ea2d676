-- Health of a ResiliencePolicy of https://faultline.dev, whose status is in kstatus format: observedGeneration, Ready
-- and Stalled. How the application fares (DisruptionSafe, findings, score) is told in the message and never decides:
-- a single replica must not fail a sync. What cannot get better without a change is Degraded, so that no wave waits
-- for it; what can is Progressing.

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

-- Trouble that the operator meets stands in Ready alone, which then speaks of a generation of its own.
if ready ~= nil and ready.status == "Unknown" and ready.observedGeneration == obj.metadata.generation then
  return health("Progressing", ready.message)
end
if ready == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return health("Progressing", "waiting for the Faultline operator to see the latest spec")
end
if conditions.Stalled ~= nil and conditions.Stalled.status == "True" then
  return health("Degraded", conditions.Stalled.message)
end
if ready.status == "True" then
  return health("Healthy", obj.status.summary)
end
for _, finding in ipairs(obj.status.findings or {}) do
  if finding.finding == "BudgetNameTaken" then
    return health("Degraded", ready.message)
  end
end
return health("Progressing", ready.message)
