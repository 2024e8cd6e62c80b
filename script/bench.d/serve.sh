# A release-built belfry on a private database in the working folder.

# start_belfry ARGUMENTS...: starts `belfry serve` in $work/data; leaves $belfry_pid and $belfry_port.
start_belfry() {
    belfry_port=$(free_port)
    start_server belfry "$BELFRY" serve --data-dir "$work/data" --port "$belfry_port" "$@"
    belfry_pid=$server_pid
    wait_for_http "$belfry_pid" "$belfry_port" /-/ready 200
}

# The folder of the private database's socket.
belfry_socket() {
    sed -n 5p "$work/data/postgres/postmaster.pid"
}
