# What evaluating rules costs, in memory: the decisions alone under no rules, the shipped ones and fifty.
machine
echo
"$BELFRY" bench rules --jobs "$jobs" --duration "$((rounds * seconds))s"
