# The commands of a page: blocks fenced as sh, each after a comment that says where it is run, or why it is not.
#   awk -v kind=server -f blocks.awk PAGE     the blocks marked <!-- run: server -->, as a script that says where each one begins
#   awk -v kind=check -f blocks.awk PAGE      the blocks without a comment, one a line; fails where there are any
#   awk -v kind=kinds -f blocks.awk PAGE      how many blocks of each kind
/^<!-- (run|not run): .* -->$/ {
    mark = $0
    sub(/^<!-- /, "", mark)
    sub(/ -->$/, "", mark)
    next
}
/^```sh$/ {
    inside = 1
    if (mark == "") { if (kind == "check") print FILENAME ":" FNR ": this block says neither where it is run nor why not"; bad = 1 }
    else { split(mark, part, ": "); count[part[1] == "run" ? mark : "not run"]++ }
    printing = mark == "run: " kind && kind != "check" && kind != "kinds"
    if (printing) print "printf '\\n-- %s\\n' '" FILENAME ":" FNR "'"
    mark = ""
    next
}
/^```$/ && inside { inside = 0; next }
inside { if (printing) print; next }
NF { mark = "" }
END {
    if (kind == "check") exit bad
    if (kind == "kinds") for (name in count) print count[name], name
}
