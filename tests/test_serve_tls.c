/* The server behind TLS, asked by a GnuTLS client with a certificate made for the occasion. */
#define _GNU_SOURCE
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "changhe/folder.h"
#include "changhe/serve.h"
#include "raw_http.h"

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <time.h>

static char folder[] = "/tmp/changhe-tls-XXXXXX";
static char cert_path[64], key_path[64], other_path[64];

static void put(const char *path, gnutls_datum_t bytes)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes.data, 1, bytes.size, file), bytes.size);
    fclose(file);
}

static void put_key(const char *path, gnutls_x509_privkey_t key)
{
    gnutls_datum_t pem;
    assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem), 0);
    put(path, pem);
    gnutls_free(pem.data);
}

static gnutls_x509_privkey_t make_key(void)
{
    gnutls_x509_privkey_t key;
    assert_int_equal(gnutls_x509_privkey_init(&key), 0);
    assert_int_equal(
        gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0), 0);
    return key;
}

static void put_certificate(const char *path, gnutls_x509_privkey_t key)
{
    gnutls_x509_crt_t cert;
    gnutls_datum_t pem;
    const unsigned char serial = 1;
    assert_int_equal(gnutls_x509_crt_init(&cert), 0);
    gnutls_x509_crt_set_version(cert, 3);
    gnutls_x509_crt_set_serial(cert, &serial, 1);
    gnutls_x509_crt_set_activation_time(cert, time(NULL) - 60);
    gnutls_x509_crt_set_expiration_time(cert, time(NULL) + 3600);
    gnutls_x509_crt_set_dn(cert, "CN=localhost", NULL);
    gnutls_x509_crt_set_key(cert, key);
    assert_int_equal(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0), 0);
    assert_int_equal(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &pem), 0);
    put(path, pem);
    gnutls_free(pem.data);
    gnutls_x509_crt_deinit(cert);
}

static int make_files(void **state)
{
    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(cert_path, sizeof cert_path, "%s/cert.pem", folder);
    snprintf(key_path, sizeof key_path, "%s/key.pem", folder);
    snprintf(other_path, sizeof other_path, "%s/other.pem", folder);
    gnutls_x509_privkey_t key = make_key(), other = make_key();
    put_key(key_path, key);
    put_key(other_path, other);
    put_certificate(cert_path, key);
    gnutls_x509_privkey_deinit(key);
    gnutls_x509_privkey_deinit(other);
    return 0;
}

static int remove_files(void **state)
{
    (void)state;
    remove(cert_path);
    remove(key_path);
    remove(other_path);
    return rmdir(folder);
}

static ch_err open_server(const char *key, ch_serve **server)
{
    ch_zone *zone;
    ch_faults faults = {0};
    const ch_serve_options options = {.listen = "127.0.0.1:0", .tls_cert = cert_path, .tls_key = key};
    assert_int_equal(ch_folder_read(SOURCE_ROOT "/zones/changhe", NULL, &zone, &faults), CH_OK);
    const ch_err err = ch_serve_open(&options, zone, server, &faults);
    assert_int_equal(faults.count, err == CH_OK ? 0 : 1);
    ch_faults_free(&faults);
    return err;
}

/* The answer as text; empty: there was no handshake. */
static void ask(int port, const char *priorities, const char *request, char *answer, size_t room)
{
    gnutls_session_t session;
    gnutls_certificate_credentials_t nobody;
    const int fd = raw_open(port);
    answer[0] = '\0';
    assert_int_equal(gnutls_init(&session, GNUTLS_CLIENT), 0);
    assert_int_equal(gnutls_certificate_allocate_credentials(&nobody), 0);
    assert_int_equal(gnutls_priority_set_direct(session, priorities, NULL), 0);
    gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, nobody);
    gnutls_transport_set_int(session, fd);
    int result;
    do
        result = gnutls_handshake(session);
    while (result < 0 && !gnutls_error_is_fatal(result));
    if (result == 0) {
        assert_int_equal(gnutls_record_send(session, request, strlen(request)), strlen(request));
        size_t n = 0;
        for (ssize_t more; n + 1 < room && (more = gnutls_record_recv(session, answer + n, room - 1 - n)) > 0;)
            n += (size_t)more;
        answer[n] = '\0';
    }
    gnutls_deinit(session);
    gnutls_certificate_free_credentials(nobody);
    close(fd);
}

static void answers_come_by_tls_and_say_so(void **state)
{
    (void)state;
    static const char get[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    static const char compute[] = "GET /api/v1/chain?place=341882 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    static char answer[1 << 19];
    ch_serve *server;
    assert_int_equal(open_server(key_path, &server), CH_OK);
    assert_memory_equal(ch_serve_address(server), "https://127.0.0.1:", 18);
    const int port = raw_port(ch_serve_address(server));
    ask(port, "NORMAL", get, answer, sizeof answer);
    assert_memory_equal(answer, "HTTP/1.1 200", 12);
    assert_non_null(strstr(answer, "Strict-Transport-Security: max-age="));
    assert_non_null(strstr(answer, "{\"status\":\"ok\"}"));
    ask(port, "NORMAL", compute, answer, sizeof answer);
    assert_memory_equal(answer, "HTTP/1.1 200", 12);
    assert_non_null(strstr(answer, "local_content"));
    ask(port, "NORMAL:-VERS-ALL:+VERS-TLS1.1", get, answer, sizeof answer); /* too old */
    assert_string_equal(answer, "");
    const int plain = raw_open(port);
    raw_send(plain, get, strlen(get));
    shutdown(plain, SHUT_WR);
    raw_answer none = raw_read(plain, false);
    assert_int_equal(none.status, 0);
    raw_free(&none);
    close(plain);
    ch_serve_close(server, 5);
}

static void a_key_of_another_certificate_is_told(void **state)
{
    (void)state;
    ch_serve *server;
    assert_int_equal(open_server(other_path, &server), CH_EDATA);
    assert_null(server);
    assert_int_equal(open_server(cert_path, &server), CH_EDATA);
    assert_int_equal(open_server("/nowhere.pem", &server), CH_EIO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_come_by_tls_and_say_so),
        cmocka_unit_test(a_key_of_another_certificate_is_told),
    };
    return cmocka_run_group_tests(tests, make_files, remove_files);
}
